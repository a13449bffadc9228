/** What Hoist remembers of a person so that they need not type it again. */
import * as v from 'valibot';
import { LengthChoiceSchema } from './length.ts';
import { RoleKeySchema, sources, TargetSchema } from './role.ts';

/** PIMTools' own default reason, kept for the people who come from it. */
export const defaultJustification = 'Daily PIM elevation';

/** The role that "Activate last role" names, with what it was asked with. Tickets are never reused by themselves. */
export const LastRoleSchema = v.object({
  key: RoleKeySchema,
  source: v.picklist(sources),
  roleName: v.string(),
  scopeName: v.string(),
  /** Set where it was asked for below the eligible scope: the eligibility's key, and where. */
  narrowed: v.optional(v.object({ key: RoleKeySchema, target: TargetSchema })),
  minutes: v.number(),
  justification: v.string(),
  /** When the person asked for exactly this and nothing beside it, ms since the epoch; absent after a bulk. */
  namedAt: v.optional(v.number()),
});
export type LastRole = v.InferOutput<typeof LastRoleSchema>;

export const HabitsSchema = v.object({
  /** The justification used last. */
  justification: v.string(),
  /** The justifications used last, the newest first. */
  recents: v.optional(v.array(v.string())),
  /** Justifications that the person saved, the newest first. */
  templates: v.optional(v.array(v.string())),
  lastRole: v.optional(LastRoleSchema),
});
export type Habits = v.InferOutput<typeof HabitsSchema>;

export const newHabits: Habits = { justification: defaultJustification };

/** A form that was open when the popup closed, so that nothing typed is lost. */
export const DraftSchema = v.object({
  keys: v.array(RoleKeySchema),
  /** Chosen lengths in minutes by role key; the policy's default where absent. */
  minutes: v.record(v.string(), v.number()),
  /** Lengths as they were typed, by role key: also what is no length yet. */
  typed: v.optional(v.record(v.string(), v.string())),
  /** The length of all roles that have none of their own. */
  lengthForAll: v.optional(LengthChoiceSchema),
  /** Narrower scopes by role key; the eligible scope itself where absent. */
  targets: v.optional(v.record(v.string(), TargetSchema)),
  justification: v.optional(v.string()),
  ticketNumber: v.optional(v.string()),
  ticketSystem: v.optional(v.string()),
  /** A later start as it stands in its fields, in the person's own time. */
  start: v.optional(v.object({ date: v.string(), time: v.string() })),
  /** When a quick way asked for this form to be shown, ms since the epoch; absent where the person opened it. */
  askedAt: v.optional(v.number()),
});
export type Draft = v.InferOutput<typeof DraftSchema>;
