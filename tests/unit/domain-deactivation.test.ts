import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advanceDeactivation,
  deactivableAt,
  type Deactivation,
  type DeactivationEvent,
  deactivationStates,
  isGhost,
  isOpenDeactivation,
  isTooEarly,
  newDeactivation,
} from '../../src/domain/deactivation.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import { type Assignment, roleKey } from '../../src/domain/role.ts';

const start = Date.UTC(2026, 10, 23, 8);
const minute = 60_000;
const role: Assignment = {
  key: roleKey('azure', 'owner', '/subscriptions/s1'),
  source: 'azure',
  roleName: 'Owner',
  roleDefinitionId: 'owner',
  templateId: 'owner',
  scope: { kind: 'subscription', id: '/subscriptions/s1', name: 'Shop' },
  memberType: 'direct',
  assignmentType: 'activated',
  startsAt: isoInstant(start - 30 * minute),
  endsAt: isoInstant(start + 30 * minute),
};
const recorded = newDeactivation({ id: 'a', role, at: start });
const sent: DeactivationEvent = { type: 'sendStarted', at: start };
const answered = (status: string, at = start): DeactivationEvent => ({
  type: 'answered',
  at,
  snapshot: { requestId: 'r', status, serverNow: at },
});
const after = (...events: DeactivationEvent[]): Deactivation => events.reduce(advanceDeactivation, recorded);

describe('the journal of a deactivation', () => {
  it('ends by Revoked, straight away or over a time', () => {
    expect(after(sent, answered('Revoked'))).toMatchObject({ state: 'ended', endedAt: start });
    expect(after(sent, answered('PendingRevocation')).state).toBe('following');
    expect(after(sent, answered('PendingRevocation'), answered('Revoked', start + 9)).state).toBe('ended');
  });

  it('ends where the role was not held, and says so', () => {
    const entry = after(sent, { type: 'notHeld', at: start, serverNow: start });
    expect(entry).toMatchObject({ state: 'ended', already: true });
  });

  it('keeps from when on it will work, and is not sent again by itself', () => {
    const readyAt = start + 3 * minute;
    const early = after(sent, { type: 'tooEarly', at: start, readyAt, early: 'tooShort' });
    expect(early).toMatchObject({ state: 'tooEarly', readyAt });
    expect(advanceDeactivation(early, sent)).toBe(early);
    expect(isTooEarly(early, readyAt - 1)).toBe(true);
    expect(isTooEarly(early, readyAt)).toBe(false);
    expect(isTooEarly(early, start - 60 * minute)).toBe(false);
  });

  it('says by a status that nobody documented or that means the opposite nothing it does not know', () => {
    expect(after(sent, answered('Provisioned'))).toMatchObject({
      state: 'unknown',
      failure: { kind: 'outcomeUnknown' },
    });
    expect(after(sent, answered('Denied'))).toMatchObject({
      state: 'failed',
      failure: { kind: 'refused', code: 'Denied' },
    });
  });
});

describe('what lists still show of a role that was deactivated', () => {
  const ended = after(sent, answered('Revoked'));
  const { startsAt: _, endsAt: __, ...rest } = role;
  const ghost: Assignment = { ...rest, assignmentType: 'assigned' };

  it('is no active role: neither the row as it was nor the one that says assigned', () => {
    expect(isGhost(role, [ended], start + minute)).toBe(true);
    expect(isGhost(ghost, [ended], start + minute)).toBe(true);
  });

  it('is one again when it began later, ends by itself, is another role, or after some minutes', () => {
    const again = { ...role, startsAt: isoInstant(start + minute) };
    expect(isGhost(again, [ended], start + 2 * minute)).toBe(false);
    const timed: Assignment = { ...ghost, endsAt: isoInstant(start + minute * 90) };
    expect(isGhost(timed, [ended], start + minute)).toBe(false);
    const other = { ...ghost, key: roleKey('azure', 'reader', '/subscriptions/s1') };
    expect(isGhost(other, [ended], start + minute)).toBe(false);
    expect(isGhost(ghost, [ended], start + 11 * minute)).toBe(false);
  });

  it('hides nothing as long as the service did not say Revoked', () => {
    const events = [answered('PendingRevocation'), answered('Denied')];
    for (const event of events) expect(isGhost(role, [after(sent, event)], start)).toBe(false);
    expect(isGhost(role, [after(sent)], start)).toBe(false);
  });
});

describe('when a role may be deactivated', () => {
  const begun = start - minute;
  const young = { ...role, startsAt: isoInstant(begun) };

  it('is five minutes after it began, and unknown where its start is', () => {
    expect(deactivableAt(young, [])).toBe(begun + 5 * minute);
    expect(deactivableAt({ key: role.key }, [])).toBeUndefined();
  });

  it('is what the service’s refusal says, for that activation alone', () => {
    const readyAt = start + 3 * minute;
    const refused: Deactivation = { ...recorded, role: young, state: 'tooEarly', readyAt };
    expect(deactivableAt(young, [refused])).toBe(readyAt);
    const later = { ...young, startsAt: isoInstant(begun + 20 * minute) };
    expect(deactivableAt(later, [refused])).toBe(begun + 25 * minute);
  });
});

const event: fc.Arbitrary<DeactivationEvent> = fc.oneof(
  fc.constant(sent),
  fc
    .constantFrom('Revoked', 'PendingRevocation', 'Provisioned', 'Failed', 'Nonsense')
    .map((status) => answered(status)),
  fc.constantFrom<DeactivationEvent>(
    { type: 'throttled', at: start, notBefore: start + 1000 },
    { type: 'answerLost', at: start },
    { type: 'neverArrived', at: start },
    { type: 'notFound', at: start, failure: { kind: 'outcomeUnknown' } },
    { type: 'refused', at: start, failure: { kind: 'forbidden' } },
    { type: 'notHeld', at: start, serverNow: start },
    { type: 'tooEarly', at: start, readyAt: start + minute, early: 'notKnownYet' },
    { type: 'looked', at: start },
    { type: 'lookRefused', at: start },
  ),
  fc
    .constantFrom(...deactivationStates)
    .map((state): DeactivationEvent => ({ type: 'told', at: start, state })),
);
const story = fc.array(event, { maxLength: 25 });

describe('any story of a deactivation', () => {
  it('says ended only after Revoked or that the role was not held', () => {
    fc.assert(
      fc.property(story, (events) => {
        const said = events.some(
          (one) => one.type === 'notHeld' || (one.type === 'answered' && one.snapshot.status === 'Revoked'),
        );
        if (!said) expect(after(...events).state).not.toBe('ended');
      }),
    );
  });

  it('never leaves a settled state', () => {
    fc.assert(
      fc.property(story, story, (first, then) => {
        const settled = after(...first);
        fc.pre(['ended', 'tooEarly', 'failed', 'unknown'].includes(settled.state));
        expect(then.reduce(advanceDeactivation, settled).state).toBe(settled.state);
      }),
    );
  });

  it('begins to send again only after a 429 or proof that nothing arrived', () => {
    fc.assert(
      fc.property(story, (events) => {
        let entry = recorded;
        let allowed = true;
        for (const one of events) {
          const next = advanceDeactivation(entry, one);
          if (next.state === 'sending' && entry.state !== 'sending') {
            expect(allowed).toBe(true);
            allowed = false;
          }
          if (next !== entry && (one.type === 'throttled' || one.type === 'neverArrived')) allowed = true;
          entry = next;
        }
      }),
    );
  });

  it('is settled, with its time, exactly where nothing is left to do, and keeps what was asked', () => {
    fc.assert(
      fc.property(story, (events) => {
        const entry = after(...events);
        expect(entry.settledAt !== undefined).toBe(!isOpenDeactivation(entry.state));
        expect({ id: entry.id, role: entry.role, recordedAt: entry.recordedAt }).toEqual({
          id: 'a',
          role,
          recordedAt: start,
        });
      }),
    );
  });
});
