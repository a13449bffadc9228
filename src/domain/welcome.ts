/** The three steps of the welcome page: which are done, and which has the floor. Pure. */
import * as v from 'valibot';

export const welcomeSteps = ['what', 'connect', 'signIn'] as const;
export type WelcomeStep = (typeof welcomeSteps)[number];

export const WelcomeProgressSchema = v.object({
  /** The person has read what Hoist does, and went on. */
  introRead: v.boolean(),
  /** A step that is done and was opened again. */
  opened: v.optional(v.picklist(welcomeSteps)),
  /** What was typed and not saved. */
  clientId: v.optional(v.string()),
  tenant: v.optional(v.string()),
});
export type WelcomeProgress = v.InferOutput<typeof WelcomeProgressSchema>;

export const newWelcomeProgress: WelcomeProgress = { introRead: false };

export interface WelcomeFacts {
  readonly introRead: boolean;
  /** There is a registration to sign in through, saved or the build's own. */
  readonly connected: boolean;
  readonly signedIn: boolean;
}

export function isStepDone(step: WelcomeStep, { introRead, connected, signedIn }: WelcomeFacts): boolean {
  switch (step) {
    case 'what':
      // Who is signed in needs no introduction.
      return introRead || signedIn;
    case 'connect':
      return connected;
    case 'signIn':
      return signedIn && connected;
  }
}

/** The step that is open; `undefined` when all are done. */
export function currentStep(facts: WelcomeFacts, opened?: WelcomeStep): WelcomeStep | undefined {
  return opened ?? welcomeSteps.find((step) => !isStepDone(step, facts));
}
