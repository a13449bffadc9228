/** What a service says of a request that was only to be checked: nothing is activated by it, nothing is journalled. */
import * as v from 'valibot';
import { FailureSchema } from './failure.ts';

export const CheckResultSchema = v.variant('result', [
  v.object({ result: v.literal('checking') }),
  /** It would be taken; `waits` where somebody would have to approve it. */
  v.object({ result: v.literal('accepted'), waits: v.boolean() }),
  v.object({ result: v.literal('alreadyActive') }),
  v.object({ result: v.literal('refused'), failure: FailureSchema }),
  /** The service could not be asked, or did not judge; the request itself may go through. */
  v.object({ result: v.literal('failed'), failure: FailureSchema }),
  /** The service does not offer checking. */
  v.object({ result: v.literal('unsupported') }),
  /** The service took the request without saying that it only checked it. */
  v.object({ result: v.literal('unclear') }),
]);
export type CheckResult = v.InferOutput<typeof CheckResultSchema>;

/** The last check, by role key. */
export const CheckSchema = v.object({
  /** Made by the form that asked. */
  id: v.string(),
  rows: v.record(v.string(), CheckResultSchema),
});
export type Check = v.InferOutput<typeof CheckSchema>;
