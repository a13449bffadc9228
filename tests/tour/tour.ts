/** The tour: the main job from the installation to signing out, on the embedded cloud, in a real browser. */
import { openHoist } from '../browser/hoist.ts';
import { screenshot } from '../browser/screenshot.ts';
import type { EmulatorOptions } from '../emulator/emulator.ts';
import { playSteps, type Step, type StepResult } from './runner.ts';
import { createStage, type Stage, usualCloud } from './stage.ts';
import { approvalSteps } from './steps/approve.ts';
import { deactivationSteps } from './steps/deactivate.ts';
import { groupSteps } from './steps/group.ts';
import { lastRoleSteps } from './steps/last-role.ts';
import { promptSteps, refusedSteps } from './steps/portal.ts';
import { activationSteps, roleSteps } from './steps/roles.ts';
import { setUpSteps } from './steps/set-up.ts';
import { signOutSteps } from './steps/sign-out.ts';
import { verifySteps } from './steps/verify.ts';
import { whenStopped } from './stop.ts';

export const tourSteps: readonly Step<Stage>[] = [
  ...setUpSteps,
  ...roleSteps,
  ...refusedSteps,
  ...activationSteps,
  ...promptSteps,
  ...deactivationSteps,
  ...lastRoleSteps,
  ...verifySteps,
  ...groupSteps,
  ...approvalSteps,
  ...signOutSteps,
];

export interface TourOptions {
  /** For the pictures. */
  readonly folder: string;
  readonly print: (line: string) => void;
  /** Aborted to end the tour in the middle; without it the browser listens to Ctrl-C itself. */
  readonly stop?: AbortSignal;
  /** Another cloud than the usual one. */
  readonly cloud?: EmulatorOptions;
}

/** @throws Error where there is no build or no browser, or when it was stopped; by then everything is closed */
export async function playTour({ folder, print, stop, cloud }: TourOptions): Promise<StepResult[]> {
  const hoist = await openHoist({ ...usualCloud, ...cloud, browser: { leaveSignals: stop !== undefined } });
  try {
    const played = playSteps({
      steps: tourSteps,
      world: createStage(hoist),
      folder,
      // What a closing browser does to the step that is being played is no news.
      print(line) {
        if (!stop?.aborted) print(line);
      },
      pictureOfFailure: ({ shown }, file) => screenshot(shown, file),
    });
    if (!stop) return await played;
    const stopped = whenStopped(stop).then(() => Promise.reject(new Error('The tour was stopped.')));
    return await Promise.race([played, stopped]);
  } finally {
    await hoist.close();
  }
}
