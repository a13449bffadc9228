import { describe, expect, it } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import type { Activation, ActivationState } from '../../src/domain/activation.ts';
import type { EffectState } from '../../src/domain/effect.ts';
import {
  effectPatienceMs,
  isBulkSettled,
  isOver,
  isPortalUrl,
  patienceLeftMs,
  type PortalNews,
  portalMatchPatterns,
  promptFor,
  refreshAllPrompt,
  withActiveRole,
  withAnswer,
  withEffects,
} from '../../src/domain/portal.ts';
import type { RoleKey } from '../../src/domain/role.ts';
import { role } from './portal-role.ts';

const minutes = 60_000;
const prompting = (now: number) => ({ mode: 'prompt' as const, settled: true, now });

describe('the addresses of the portals', () => {
  it('are the ones that the manifest names, for the content script and as hosts', () => {
    expect(manifest.content_scripts.flatMap(({ matches }) => matches)).toEqual(portalMatchPatterns);
    const apis = /login\.microsoftonline|graph\.microsoft|management\.azure/;
    expect(manifest.host_permissions.filter((host) => !apis.test(host))).toEqual(portalMatchPatterns);
  });

  it.each([
    'https://portal.azure.com/#home',
    'https://ms.portal.azure.com/',
    'https://sandbox-1.reactblade.portal.azure.com/x',
    'https://entra.microsoft.com/#view/x',
    'https://intune.microsoft.com/',
    'https://admin.microsoft.com/Adminportal/Home',
    'https://security.microsoft.com/',
    'https://purview.microsoft.com/',
    'https://admin.cloud.microsoft/',
  ])('%s is a portal', (url) => expect(isPortalUrl(url)).toBe(true));

  it.each([
    'http://portal.azure.com/',
    'https://portal.azure.com.example.org/',
    'https://notportal.azure.com/',
    'https://eviportal.azure.com/',
    'https://azure.com/',
    'https://portal.azure.com@example.org/',
    'chrome-extension://portal.azure.com/',
    'https://x.entra.microsoft.com/',
    'https://example.org/?https://portal.azure.com/',
    'about:blank',
    'not an address',
    '',
  ])('%s is none', (url) => expect(isPortalUrl(url)).toBe(false));
});

/** A role that took effect when it became active. */
function inEffect(...given: Parameters<typeof withActiveRole>): PortalNews {
  const [, bulkId, { key }, at] = given;
  const effect = { state: 'inEffect', since: at, settledAt: at };
  return withEffects(withActiveRole(...given), [{ bulkId, role: { key }, effect } as Activation])!;
}

describe('the news of a bulk', () => {
  it('grows by each role of the same bulk, and counts its revisions', () => {
    const one = withActiveRole(null, 'b', role('Reader'), 1_000);
    const two = withActiveRole(one, 'b', role('Owner'), 2_000);
    expect(two.roles.map(({ roleName }) => roleName)).toEqual(['Reader', 'Owner']);
    expect(two.activeAt).toBe(2_000);
    expect(two.revision).toBeGreaterThan(one.revision);
  });

  it('stays the very same object for a role that it has already', () => {
    const news = withActiveRole(null, 'b', role('Owner'), 1_000);
    expect(withActiveRole(news, 'b', role('Owner'), 5_000)).toBe(news);
  });

  it('never lets the time of the latest role go back', () => {
    const news = withActiveRole(withActiveRole(null, 'b', role('Owner'), 2_000), 'b', role('Reader'), 1_000);
    expect(news.activeAt).toBe(2_000);
  });

  it('is replaced by another bulk, with its answers', () => {
    const answered = withAnswer(inEffect(null, 'b', role('Owner'), 1_000), 7, 'later');
    const next = inEffect(answered, 'c', role('Reader'), 2_000);
    expect(next.roles.map(({ roleName }) => roleName)).toEqual(['Reader']);
    expect(promptFor(next, 7, prompting(2_000))?.bulkId).toBe('c');
  });

  it('is over after two hours without another role, and begins anew when one is approved later', () => {
    const news = withActiveRole(null, 'b', role('Owner'), 0);
    expect(isOver(news, 120 * minutes)).toBe(false);
    expect(isOver(news, 120 * minutes + 1)).toBe(true);
    expect(promptFor(news, 7, prompting(120 * minutes + 1))).toBeNull();
    const late = inEffect(withAnswer(news, 7, 'later'), 'b', role('Reader'), 300 * minutes);
    expect(late.roles.map(({ roleName }) => roleName)).toEqual(['Reader']);
    expect(promptFor(late, 7, prompting(300 * minutes))).not.toBeNull();
  });
});

describe('what a tab is told', () => {
  const news: PortalNews = inEffect(null, 'b', role('Owner'), 1_000);

  it('names the roles and when the latest became active, and nothing else of them', () => {
    expect(promptFor(news, 7, prompting(1_000))).toEqual({
      bulkId: 'b',
      roles: [{ roleName: 'Owner', scopeName: 'IT' }],
      activeAt: 1_000,
      dropTokens: true,
    });
  });

  it('is nothing without news or with the setting off', () => {
    expect(promptFor(null, 7, prompting(1_000))).toBeNull();
    expect(promptFor(news, 7, { ...prompting(1_000), mode: 'off' })).toBeNull();
  });

  it('is nothing more for the whole bulk after "Later", in that tab only', () => {
    const more = inEffect(withAnswer(news, 7, 'later'), 'b', role('Reader'), 2_000);
    expect(promptFor(more, 7, prompting(2_000))).toBeNull();
    expect(promptFor(more, 8, prompting(2_000))).not.toBeNull();
  });

  it('is nothing after a refresh until another role becomes active', () => {
    const refreshed = withAnswer(news, 7, 'refresh');
    expect(promptFor(refreshed, 7, prompting(1_500))).toBeNull();
    const more = inEffect(refreshed, 'b', role('Reader'), 2_000);
    expect(promptFor(more, 7, prompting(2_000))?.roles).toHaveLength(2);
  });

  it('is nothing after a refresh even if the clock was set back in between', () => {
    const refreshed = withAnswer({ ...news, activeAt: 9_000 }, 7, 'refresh');
    expect(promptFor(refreshed, 7, prompting(10))).toBeNull();
  });

  it('is to reload when it is looked at, once the bulk has settled, where the setting says so', () => {
    const reload = { mode: 'reload' as const, now: 1_000 };
    expect(promptFor(news, 7, { ...reload, settled: false })).toBeNull();
    expect(promptFor(news, 7, { ...reload, settled: true })?.reload).toBe('whenVisible');
    expect(promptFor(news, 7, prompting(1_000))).not.toHaveProperty('reload');
  });

  it('is to reload at once when somebody said "Refresh all"', () => {
    expect(refreshAllPrompt(news, prompting(1_000))).toMatchObject({ bulkId: 'b', reload: 'now' });
  });
});

describe('the time at which a tab is told', () => {
  const at = 1_000;
  const waiting = withActiveRole(null, 'b', role('Owner'), at);
  const entry = (name: string, state: EffectState, settledAt?: number) =>
    ({ bulkId: 'b', role: role(name), effect: { state, since: at, settledAt } }) as unknown as Activation;
  const found = (news: PortalNews, ...journal: Activation[]) => withEffects(news, journal)!;

  it('is when the role is in effect', () => {
    expect(promptFor(waiting, 7, prompting(at + 60_000))).toBeNull();
    const news = found(waiting, entry('Owner', 'inEffect', at + 60_000));
    expect(promptFor(news, 7, prompting(at + 60_000))).toEqual({
      bulkId: 'b',
      roles: [{ roleName: 'Owner', scopeName: 'IT' }],
      activeAt: at + 60_000,
      dropTokens: true,
    });
  });

  it('is after 90 seconds, with doubt, where it is not known to be', () => {
    expect(promptFor(waiting, 7, prompting(at + 89_999))).toBeNull();
    for (const news of [waiting, found(waiting, entry('Owner', 'cannotTell', at))]) {
      expect(promptFor(news, 7, prompting(at + 89_999))).toBeNull();
      expect(promptFor(news, 7, prompting(at + 90_000))).toMatchObject({
        mayTakeMinutes: true,
        activeAt: at + 90_000,
      });
    }
  });

  it('is not hours away because the clock was set back', () => {
    const hours = withActiveRole(null, 'b', role('Owner'), at + 3 * 60 * 60_000);
    expect(promptFor(hours, 7, prompting(at))).toMatchObject({ mayTakeMinutes: true });
    expect(patienceLeftMs(hours, at)).toBe(0);
    expect(patienceLeftMs(waiting, at + 20_000)).toBe(70_000);
  });

  it('is once more when it is in effect after all, but not after "Later"', () => {
    const journal = [entry('Owner', 'inEffect', at + 120_000)];
    const refreshed = found(withAnswer(waiting, 7, 'refresh'), ...journal);
    expect(promptFor(refreshed, 7, prompting(at + 120_000))).toMatchObject({ activeAt: at + 120_000 });
    expect(promptFor(withAnswer(refreshed, 7, 'refresh'), 7, prompting(at + 120_000))).toBeNull();
    const putOff = found(withAnswer(waiting, 7, 'later'), ...journal);
    expect(promptFor(putOff, 7, prompting(at + 120_000))).toBeNull();
  });

  it('is when the last role of the bulk is in effect, and no role is on its way', () => {
    const two = withActiveRole(waiting, 'b', role('Reader'), at + 5_000);
    const half = found(two, entry('Owner', 'inEffect', at + 9_000), entry('Reader', 'waiting'));
    expect(half.revision).toBe(two.revision);
    expect(promptFor(half, 7, prompting(at + 9_000))).toBeNull();
    const both = found(half, entry('Reader', 'inEffect', at + 12_000));
    expect(both.revision).toBe(two.revision + 1);
    expect(promptFor(both, 7, { ...prompting(at + 12_000), settled: false })).toBeNull();
    expect(promptFor(both, 7, prompting(at + 12_000))).toMatchObject({ activeAt: at + 12_000 });
  });

  it('is, for a reload by itself, when there is nothing to wait for any more', () => {
    const reload = { mode: 'reload' as const, settled: true, now: at + 100_000 };
    expect(promptFor(waiting, 7, reload)).toBeNull();
    const blind = found(waiting, entry('Owner', 'cannotTell', at));
    expect(promptFor(blind, 7, { ...reload, now: at + 80_000 })).toBeNull();
    expect(promptFor(blind, 7, reload)?.reload).toBe('whenVisible');
    const news = found(waiting, entry('Owner', 'inEffect', at + 95_000));
    expect(promptFor(news, 7, reload)?.reload).toBe('whenVisible');
  });

  it('never comes for a role that ended while it was waited for', () => {
    expect(withEffects(waiting, [])).toBeNull();
    const two = withActiveRole(waiting, 'b', role('Reader'), at);
    expect(found(two, entry('Owner', 'waiting')).roles.map(({ roleName }) => roleName)).toEqual(['Owner']);
  });

  it('is the same for news that an older version wrote, whose roles nobody looked at', () => {
    const { activeAt: _, ...old } = waiting.roles[0]!;
    const older: PortalNews = { ...waiting, roles: [old] };
    const news = found(older, { bulkId: 'b', role: role('Owner') } as unknown as Activation);
    expect(promptFor(news, 7, prompting(at + 90_000))).toMatchObject({ mayTakeMinutes: true });
  });

  it('stays the very same news where nothing new is known', () => {
    expect(found(waiting, entry('Owner', 'waiting'))).toBe(waiting);
    const news = found(waiting, entry('Owner', 'inEffect', at));
    expect(found(news)).toBe(news);
  });
});

describe("whether the page's access tokens go", () => {
  const azure = { ...role('Owner'), key: 'azure|owner|/subscriptions/it' as RoleKey };
  const group = { ...role('Owner'), key: 'group|owner|payroll' as RoleKey };

  it.each([
    ['no', 'an Azure role alone', [azure], undefined],
    ['yes', 'a directory role', [role('Owner')], true],
    ['yes', 'a group', [group], true],
    ['yes', 'one of several that is no Azure role', [azure, role('Owner')], true],
  ] as const)('%s, for %s', (_, _name, roles, dropTokens) => {
    let news: PortalNews | null = null;
    for (const one of roles) news = withActiveRole(news, 'b', one, 1_000);
    const told = prompting(1_000 + effectPatienceMs);
    expect(promptFor(news, 7, told)!.dropTokens).toBe(dropTokens);
    expect(refreshAllPrompt(news!, told).dropTokens).toBe(dropTokens);
  });
});

describe('whether a bulk has settled', () => {
  const entry = (bulkId: string, state: ActivationState) => ({ bulkId, state }) as Activation;

  it.each(['recorded', 'sending', 'looking', 'following'] as const)(
    'waits for a role that is %s',
    (state) => {
      expect(isBulkSettled([entry('b', 'active'), entry('b', state)], 'b')).toBe(false);
      expect(isBulkSettled([entry('b', 'active'), entry('c', state)], 'b')).toBe(true);
    },
  );

  it.each(['active', 'failed', 'unknown', 'waitingForApproval', 'scheduled'] as const)(
    'does not wait for a role that is %s',
    (state) => expect(isBulkSettled([entry('b', state)], 'b')).toBe(true),
  );
});
