/**
 * Everything that may be asked of the worker: the commands of our own pages and the three messages of the portal
 * prompt, each with the schema its arguments must pass before a handler sees them.
 *
 * An answer acknowledges that the command was recorded, never that it was carried out: what comes of it is read
 * from the stored items.
 */
import * as v from 'valibot';
import { reviews } from '../domain/approval.ts';
import type { Failure } from '../domain/failure.ts';
import { portalAnswers, type PortalPrompt } from '../domain/portal.ts';
import type { PortalSignInOffer } from '../domain/portal-sign-in.ts';
import { AskSchema } from '../domain/policy.ts';
import { RoleKeySchema, sources, TargetSchema } from '../domain/role.ts';
import { SettingsSchema } from '../domain/settings.ts';
import { mostAtOnce } from './limits.ts';

const nothing = v.strictObject({});

/** What is asked for, role by role: by the key of the eligibility, and the scope below its own where one was chosen. */
const roleRequests = v.pipe(
  v.array(v.strictObject({ key: RoleKeySchema, ask: AskSchema, target: v.optional(TargetSchema) })),
  v.minLength(1),
  v.maxLength(mostAtOnce),
);

export const pageCommands = {
  /** A page was opened. Says nothing more, but it wakes a worker that was stopped, which takes up what it finds open. */
  pageOpened: nothing,
  /** Opens the sign-in window. */
  signIn: nothing,
  signOut: nothing,
  saveSettings: v.strictObject({ settings: SettingsSchema }),
  /** Checks registration, sign-in, permissions and services without the person; the answers are stored one by one. */
  checkSetup: nothing,
  /** Reads the lists of these sources again, or of all; a list younger than `unlessYoungerThanMs` is left alone. */
  refreshRoles: v.strictObject({
    sources: v.optional(v.array(v.picklist(sources))),
    unlessYoungerThanMs: v.optional(v.number()),
  }),
  /** Sees to it that the policies of these roles are in the stored policy book. */
  readPolicies: v.strictObject({ keys: v.array(RoleKeySchema) }),
  /** Has what these groups bring read, as far as the person may know it. */
  readGroupRoles: v.strictObject({ keys: v.array(RoleKeySchema) }),
  /** Sees to it that the policies of these eligibilities at narrower scopes are there, too. */
  readNarrowedPolicies: v.strictObject({
    wanted: v.array(v.strictObject({ key: RoleKeySchema, target: TargetSchema })),
  }),
  /** Reads what lies right below a scope, of an eligibility or below it, into the stored book of scopes. */
  readChildScopes: v.strictObject({
    scopeId: v.pipe(v.string(), v.startsWith('/')),
    again: v.optional(v.boolean()),
  }),
  /** Records these activations. `bulkId` is made by the page: the same message twice is one bulk. */
  activate: v.strictObject({
    bulkId: v.pipe(v.string(), v.uuid()),
    requests: roleRequests,
  }),
  /** The person goes on with activations that wait for a proof: opens the window for it, and sends them. */
  verify: v.strictObject({ ids: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(mostAtOnce)) }),
  /** Has the service check these requests without activating anything; the answers are stored under `checkId`. */
  check: v.strictObject({
    checkId: v.pipe(v.string(), v.uuid()),
    requests: roleRequests,
  }),
  /** Records the deactivation of these active roles; one whose deactivation is under way gets no second one. */
  deactivate: v.strictObject({
    keys: v.pipe(v.array(RoleKeySchema), v.minLength(1), v.maxLength(mostAtOnce)),
  }),
  /** Records that these requests, which wait for approval or their start, are to be taken back. */
  withdraw: v.strictObject({ ids: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(mostAtOnce)) }),
  /** Keeps that this running role is to be offered again at its end; nothing is sent. */
  askFollowOn: v.strictObject({ key: RoleKeySchema, ask: AskSchema }),
  /** Records the activation that was offered, once, if it is due. */
  useFollowOn: v.strictObject({ id: v.string() }),
  /** Records that an administrator is to be asked for a later end of this eligibility, ended or not, once while it is not decided. */
  askExtension: v.strictObject({
    key: RoleKeySchema,
    until: v.pipe(v.string(), v.isoTimestamp()),
    justification: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500)),
  }),
  dropFollowOn: v.strictObject({ id: v.string() }),
  /** Keeps whether this eligibility is a favourite. */
  setFavourite: v.strictObject({ key: RoleKeySchema, favourite: v.boolean() }),
  /** Keeps what the person calls this eligibility; an empty alias takes it away. */
  setAlias: v.strictObject({ key: RoleKeySchema, alias: v.pipe(v.string(), v.maxLength(1000)) }),
  /** Reads what waits for this person's decision; a list younger than `unlessYoungerThanMs` is left alone. */
  refreshApprovals: v.strictObject({ unlessYoungerThanMs: v.optional(v.number()) }),
  /** Records the decision of these requests of others, by the keys of their rows. */
  decideApprovals: v.strictObject({
    keys: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(mostAtOnce)),
    review: v.picklist(reviews),
    justification: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500)),
  }),
  /** Keeps a justification as a template. */
  saveTemplate: v.strictObject({ text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500)) }),
  removeTemplate: v.strictObject({ text: v.string() }),
  /** Takes settled activations, deactivations and decisions off the list of outcomes. */
  dismissOutcomes: v.strictObject({ ids: v.array(v.string()) }),
} as const;

export const portalMessages = {
  /** A portal page was loaded and can show a prompt, or was looked at again; answered with the prompt to show, if any. */
  portalReady: nothing,
  /** The person answered the prompt. */
  portalAnswer: v.strictObject({
    bulkId: v.string(),
    answer: v.picklist(portalAnswers),
  }),
  /** The person answered the offer to sign in to the portal again, either way. */
  portalSignInAnswer: v.strictObject({ bulkId: v.string() }),
} as const;

export const commands = { ...pageCommands, ...portalMessages };

export type CommandName = keyof typeof commands;
export type PageCommandName = keyof typeof pageCommands;
export type PortalMessageName = keyof typeof portalMessages;
export type CommandArguments<N extends CommandName> = v.InferOutput<(typeof commands)[N]>;

export interface CommandResults {
  pageOpened: undefined;
  signIn: undefined;
  signOut: undefined;
  saveSettings: undefined;
  checkSetup: undefined;
  refreshRoles: undefined;
  readPolicies: undefined;
  readGroupRoles: undefined;
  readNarrowedPolicies: undefined;
  readChildScopes: undefined;
  activate: undefined;
  verify: undefined;
  check: undefined;
  deactivate: undefined;
  withdraw: undefined;
  askFollowOn: undefined;
  useFollowOn: undefined;
  askExtension: undefined;
  dropFollowOn: undefined;
  setFavourite: undefined;
  setAlias: undefined;
  refreshApprovals: undefined;
  decideApprovals: undefined;
  saveTemplate: undefined;
  removeTemplate: undefined;
  dismissOutcomes: undefined;
  portalReady: { prompt: PortalPrompt | null; signIn: PortalSignInOffer | null };
  portalAnswer: undefined;
  portalSignInAnswer: undefined;
}

export type Answer<R> =
  | { readonly ok: true; readonly result: R }
  | { readonly ok: false; readonly failure: Failure };

export interface Envelope<N extends CommandName = CommandName> {
  readonly command: N;
  readonly args: unknown;
}
