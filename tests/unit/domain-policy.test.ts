import { describe, expect, it } from 'vitest';
import {
  type ActivationPolicy,
  type Ask,
  checkAsk,
  defaultMinutes,
  defaultPolicy,
} from '../../src/domain/policy.ts';

const ask = (change: Partial<Ask> = {}): Ask => ({
  minutes: 60,
  justification: 'Daily PIM elevation',
  ...change,
});
const policy = (change: Partial<ActivationPolicy> = {}): ActivationPolicy => ({
  ...defaultPolicy,
  ...change,
});

describe('checkAsk', () => {
  it('finds nothing wrong with what the policy allows', () => expect(checkAsk(ask(), policy())).toEqual([]));

  it('allows the maximum itself and refuses a minute more', () => {
    expect(checkAsk(ask({ minutes: 30 }), policy({ maximumMinutes: 30 }))).toEqual([]);
    expect(checkAsk(ask({ minutes: 31 }), policy({ maximumMinutes: 30 }))).toEqual([
      { field: 'minutes', problem: 'tooLong', maximumMinutes: 30 },
    ]);
  });

  it.each([0, Number.NaN])('refuses a length of %d', (minutes) =>
    expect(checkAsk(ask({ minutes }), policy())).toEqual([
      { field: 'minutes', problem: 'tooShort', maximumMinutes: 480 },
    ]),
  );

  it('asks for a justification only where the policy does', () => {
    expect(checkAsk(ask({ justification: '  ' }), policy())).toEqual([
      { field: 'justification', problem: 'missing' },
    ]);
    expect(checkAsk(ask({ justification: '' }), policy({ justificationRequired: false }))).toEqual([]);
  });

  it('names each half of a missing ticket', () => {
    const wanting = policy({ ticketRequired: true });
    expect(checkAsk(ask(), wanting)).toEqual([
      { field: 'ticketNumber', problem: 'missing' },
      { field: 'ticketSystem', problem: 'missing' },
    ]);
    expect(checkAsk(ask({ ticket: { number: 'INC1', system: ' ' } }), wanting)).toEqual([
      { field: 'ticketSystem', problem: 'missing' },
    ]);
    expect(checkAsk(ask({ ticket: { number: 'INC1', system: 'ServiceNow' } }), wanting)).toEqual([]);
  });
});

describe('defaultMinutes', () => {
  it('is eight hours, or less where the policy allows less', () => {
    expect(defaultMinutes({ maximumMinutes: 1440 })).toBe(480);
    expect(defaultMinutes({ maximumMinutes: 30 })).toBe(30);
  });
});
