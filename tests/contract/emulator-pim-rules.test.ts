import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allows } from '../emulator/pim/azure-permissions.ts';
import { defaultPimKnobs, measuredPimKnobs } from '../emulator/pim/knobs.ts';
import { defaultPolicy, policyRules } from '../emulator/pim/policy.ts';
import { failedRules, windowsOverlap, type ActivationFacts } from '../emulator/pim/rules.ts';
import { canonicalDuration, durationMs, instantMs, milliseconds, ticks } from '../emulator/pim/time.ts';
import { azureRoles } from '../emulator/seeds/azure-roles.ts';
import { hour, minute } from './emulator-pim-rig.ts';

describe('a policy', () => {
  const good: ActivationFacts = {
    eligible: true,
    lengthMs: 8 * hour,
    outlasts: false,
    justification: 'because',
    ticket: { number: 'INC1', system: 'ServiceNow' },
    amr: ['pwd', 'mfa'],
  };
  const strict = { ...defaultPolicy, ticketing: true, mfa: true };

  it('is kept by a good request at its very limit', () => {
    expect(failedRules(strict, good)).toEqual([]);
  });

  it.each<[string, Partial<ActivationFacts>, string]>([
    ['one millisecond too long', { lengthMs: 8 * hour + 1 }, 'ExpirationRule'],
    ['past the eligibility, where that counts', { outlasts: true }, 'ExpirationRule'],
    ['without end', { lengthMs: null }, 'ExpirationRule'],
    ['blank justification', { justification: ' \n' }, 'JustificationRule'],
    ['no ticket', { ticket: null }, 'TicketingRule'],
    ['half a ticket', { ticket: { number: 'INC1', system: null } }, 'TicketingRule'],
    ['no MFA', { amr: ['pwd'] }, 'MfaRule'],
    ['nothing to activate', { eligible: false }, 'EligibilityRule'],
  ])('is broken by %s', (_, change, rule) => {
    expect(failedRules(strict, { ...good, ...change })).toEqual([rule]);
  });

  it('has seventeen rules, each once', () => {
    const ids = policyRules(defaultPolicy).map(({ id }) => id);
    expect(ids).toHaveLength(17);
    expect(new Set(ids).size).toBe(17);
  });
});

describe('windows', () => {
  const at = (from: number, to: number): { start: number; end: number } => ({ start: from, end: to });

  it('overlap when their minutes touch, ends included', () => {
    expect(windowsOverlap(at(0, 10 * minute), at(10 * minute + 59_999, 20 * minute))).toBe(true);
    expect(windowsOverlap(at(0, 10 * minute), at(11 * minute, 20 * minute))).toBe(false);
    expect(windowsOverlap({ start: 0, end: null }, at(hour, 2 * hour))).toBe(true);
  });

  it('overlap in either order alike', () => {
    const time = integer({ min: 0, max: 10 * hour });
    assert(
      property(time, time, time, time, (a, b, c, d) => {
        const [first, second] = [at(Math.min(a, b), Math.max(a, b)), at(Math.min(c, d), Math.max(c, d))];
        expect(windowsOverlap(first, second)).toBe(windowsOverlap(second, first));
        if (first.start <= second.end && second.start <= first.end) {
          expect(windowsOverlap(first, second)).toBe(true);
        }
      }),
    );
  });
});

describe('times', () => {
  it.each([
    ['PT30M', 30 * minute],
    ['PT8H', 8 * hour],
    ['P1D', 24 * hour],
    ['PT0S', 0],
    ['PT1H30M', 90 * minute],
    ['PT0.5S', 500],
    ['P1M', null],
    ['P1W', null],
    ['pt1h', null],
    ['-PT1H', null],
    ['P', null],
    ['PT', null],
    ['P1DT', null],
    ['8 hours', null],
    ['', null],
  ])('reads the duration %s', (iso, ms) => {
    expect(durationMs(iso)).toBe(ms);
  });

  it.each([
    ['PT480M', 'PT8H'],
    ['PT24H', 'P1D'],
    ['PT90M', 'PT1H30M'],
    ['PT30M', 'PT30M'],
  ])('writes %s as %s', (iso, canonical) => {
    expect(canonicalDuration(iso)).toBe(canonical);
  });

  it('reads an instant only with its offset', () => {
    expect(instantMs('2026-11-20T10:00:00+02:00')).toBe(Date.UTC(2026, 10, 20, 8));
    expect(instantMs('2026-11-20T10:00:00')).toBeNull();
    expect(instantMs('tomorrow')).toBeNull();
  });

  it('writes fractions without their trailing zeros', () => {
    const noon = Date.UTC(2026, 10, 20, 12);
    expect(milliseconds(noon)).toBe('2026-11-20T12:00:00');
    expect(milliseconds(noon + 120)).toBe('2026-11-20T12:00:00.12');
    expect(ticks(noon + 120, 'a')).toMatch(/^2026-11-20T12:00:00\.120\d{1,4}$/);
    expect(ticks(noon + 120, 'a')).toBe(ticks(noon + 120, 'a'));
    expect(ticks(noon + 120, 'a')).not.toBe(ticks(noon + 120, 'b'));
  });
});

describe('Azure permissions', () => {
  const may = (role: string, action: string): boolean =>
    azureRoles
      .find(({ displayName }) => displayName === role)
      ?.permissions.some((entry) => allows(entry, action)) ?? false;

  it.each([
    ['Owner', 'Microsoft.Authorization/roleAssignments/write', true],
    ['Contributor', 'Microsoft.Authorization/roleAssignments/write', false],
    ['Contributor', 'microsoft.compute/virtualmachines/write', true],
    ['Reader', 'Microsoft.Compute/virtualMachines/read', true],
    ['Reader', 'Microsoft.Compute/virtualMachines/write', false],
    ['Key Vault Secrets User', 'Microsoft.KeyVault/vaults/read', false],
  ])('%s and %s: %s', (role, action, expected) => {
    expect(may(role, action)).toBe(expected);
  });
});

describe('the knobs', () => {
  it('come fresh, without any lag, and with the measured lags when asked for', () => {
    const knobs = defaultPimKnobs();
    knobs.graph.listLagMs = 5;
    knobs.failingRoles.push('*');
    expect(defaultPimKnobs().graph.listLagMs).toBe(0);
    expect(defaultPimKnobs().failingRoles).toEqual([]);
    expect(defaultPimKnobs().minActiveMs).toBe(5 * minute);
    expect(measuredPimKnobs().arm.ghostAssignedMs).toBe(3 * minute);
    expect(measuredPimKnobs().arm.identicalPut).toBe('refuse');
  });
});
