import { describe, expect, it } from 'vitest';
import { newActivation } from '../../src/domain/activation.ts';
import { type Deactivation, newDeactivation } from '../../src/domain/deactivation.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import type { RequestSnapshot } from '../../src/domain/request-entry.ts';
import type { Assignment } from '../../src/domain/role.ts';
import { inBrowserTime } from '../../src/providers/browser-time.ts';
import type { EndOutcome } from '../../src/providers/provider.ts';
import { ada, eligibility, scripted } from './simulated-worker.ts';

const minute = 60_000;
/** Noon by the browser's clock; the service's is ten minutes ahead. */
const noon = Date.UTC(2026, 10, 23, 12);
const ahead = 10 * minute;
const browser = (minutes: number) => isoInstant(noon + minutes * minute);
const service = (minutes: number) => isoInstant(noon + ahead + minutes * minute);

const role = eligibility('azure', 'owner');
const assignment = (at: typeof browser): Assignment => ({
  ...role,
  assignmentType: 'activated',
  startsAt: at(0),
  endsAt: at(60),
});
const snapshot = (at: typeof browser, now: number): RequestSnapshot => ({
  requestId: 'r',
  status: 'Provisioned',
  startsAt: at(0),
  endsAt: at(60),
  serverNow: now,
});
const fromService = snapshot(service, noon + ahead);
const inBrowser = snapshot(browser, noon);
const activation = newActivation({
  id: 'a',
  bulkId: 'b',
  role,
  ask: { minutes: 60, justification: '' },
  origin: 'page',
  at: noon,
});
const deactivation = newDeactivation({ id: 'd', role: assignment(browser), at: noon });
const border = (script: Parameters<typeof scripted>[1]) =>
  inBrowserTime(scripted('azure', script), async () => ahead);

describe('times at the border of a service', () => {
  it('come into the browser’s time: rows and their ends', async () => {
    const provider = border({
      listAssignments: async () => [assignment(service)],
      listEligibilities: async () => [{ ...role, endsAt: service(90) }, role],
    });
    expect(await provider.listAssignments(ada)).toEqual([assignment(browser)]);
    expect(await provider.listEligibilities(ada)).toEqual([{ ...role, endsAt: browser(90) }, role]);
  });

  it('come into the browser’s time: what a request says, wherever it is read', async () => {
    const accepted = { type: 'accepted', snapshot: fromService } as const;
    const provider = border({
      activate: async () => accepted,
      deactivate: async () => accepted,
      readRequest: async () => fromService,
      findRequest: async () => fromService,
      findDeactivation: async () => undefined,
    });
    expect(await provider.activate(ada, activation)).toEqual({ type: 'accepted', snapshot: inBrowser });
    expect(await provider.deactivate(ada, deactivation)).toEqual({ type: 'accepted', snapshot: inBrowser });
    expect(await provider.readRequest(ada, { role, requestId: 'r' })).toEqual(inBrowser);
    expect(await provider.findRequest(ada, activation)).toEqual(inBrowser);
    expect(await provider.findDeactivation(ada, deactivation)).toBeUndefined();
  });

  it('go back into the service’s time, and a length is a length to both', async () => {
    const seen: Deactivation[] = [];
    const outcomes: EndOutcome[] = [
      { type: 'tooEarly', inMs: 3 * minute, early: 'tooShort' },
      { type: 'notHeld', serverNow: noon + ahead },
    ];
    const provider = border({
      async deactivate(_account, entry) {
        seen.push(entry);
        return outcomes[seen.length - 1]!;
      },
    });
    expect(await provider.deactivate(ada, deactivation)).toEqual(outcomes[0]);
    expect(await provider.deactivate(ada, deactivation)).toEqual({ type: 'notHeld', serverNow: noon });
    expect(seen.map((entry) => entry.role)).toEqual([assignment(service), assignment(service)]);
  });

  it('are known before a request chooses its start', async () => {
    const order: string[] = [];
    const provider = inBrowserTime(
      scripted('azure', {
        async activate() {
          order.push('sent');
          return { type: 'lost' };
        },
      }),
      async () => order.push('known'),
    );
    await provider.activate(ada, activation);
    expect(order).toEqual(['known', 'sent']);
  });
});
