import { isoInstant } from '../../src/domain/duration.ts';

/** From when to when something holds, both given in ms since the epoch, as journals and lists write it. */
export const instants = (from: number, to: number) => ({
  startsAt: isoInstant(from),
  endsAt: isoInstant(to),
});
