import { describe, expect, it } from 'vitest';
import { activationStates } from '../../src/domain/activation.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import { createTexts } from '../../src/platform/i18n.ts';
import { momentText, spanText } from '../../src/platform/time-text.ts';
import { outcomeText } from '../../src/popup/outcome-text.ts';
import { activation, eligibility, getMessage, minute, noon } from './ui-harness.tsx';

const texts = createTexts(getMessage, 'en-GB');
const owner = eligibility('Owner');
const signedIn = { status: 'signedIn' } as const;
const at = (ms: number) => momentText(ms, noon, texts);
const text = (
  members: Parameters<typeof activation>[1],
  session: { status: 'signedIn' | 'signInNeeded' } = signedIn,
) => outcomeText(activation(owner, members), noon, session, texts);

describe('the state of a request in words', () => {
  it('says "active" of nothing but what is active', () => {
    const saying = activationStates.filter((state) => {
      const words = text({ state });
      return /\bactive\b/i.test(words) && !/not active/i.test(words);
    });
    expect(saying).toEqual(['active']);
  });

  it.each([
    [{ state: 'recorded' }, 'Sending…'],
    [{ state: 'sending' }, 'Sending…'],
    [{ state: 'following' }, 'Accepted, being set up…'],
    [{ state: 'failed' }, 'Not activated'],
    [{ state: 'unknown' }, 'Outcome unknown'],
    [{ state: 'active', already: true }, 'Was already active'],
    [{ state: 'active' }, 'Active'],
  ] as const)('%j: %s', (members, expected) => {
    expect(text(members)).toBe(expected);
  });

  it.each([
    [{ about: 'context', context: 'c1' }, 'authentication context c1'],
    [{ about: 'mfa' }, 'multifactor authentication'],
    [{ about: 'session' }, 'confirm that it is you'],
    [{ about: 'context', context: 'c1', windowOf: 'w' }, 'window'],
  ] as const)('says what the person is asked to prove: %j', (proof, words) => {
    expect(text({ state: 'proofNeeded', proof })).toContain(words);
  });

  it('tells times where there are times', () => {
    const end = noon + 479 * minute;
    expect(text({ state: 'active', endsAt: isoInstant(end) })).toBe(`Active, ends ${at(end)}`);
    expect(text({ state: 'waitingForApproval', sentAt: noon - minute })).toBe(
      `Waiting for approval since ${at(noon - minute)}`,
    );
    const scheduled = text({
      state: 'scheduled',
      startsAt: isoInstant(end),
      endsAt: isoInstant(end + 60 * minute),
    });
    expect(scheduled).toBe(
      `Accepted for ${spanText(end, end + 60 * minute, { locale: 'en-GB' }, noon)}. Not active yet.`,
    );
    expect(text({ state: 'scheduled' })).toBe(`Accepted for ${at(noon)}. Not active yet.`);
  });

  it('says why a recorded request is not sent yet', () => {
    expect(text({ state: 'recorded' }, { status: 'signInNeeded' })).toContain('signed in again');
    expect(text({ state: 'recorded', notBefore: noon + minute })).toContain(at(noon + minute));
    expect(text({ state: 'recorded', notBefore: noon - minute })).toBe('Sending…');
  });
});
