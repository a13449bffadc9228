// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answers, loadedAt, look, openPage, page, promptOf, settled, start } from './portal-tab-rig.ts';

beforeEach(openPage);

afterEach(() => {
  page.tab.stop();
  vi.restoreAllMocks();
});

describe("the page's cached access tokens", () => {
  it.each(['refresh', 'refreshAll'] as const)('go before the worker hears "%s"', async (answer) => {
    await start(promptOf({ dropTokens: true }));
    page.shown?.answer(answer);
    expect(page.done).toEqual(['portalReady', 'drop tokens', 'portalAnswer']);
  });

  it('go before a reload by itself, and for "Refresh all" of another tab', async () => {
    await start(promptOf({ dropTokens: true, reload: 'now' }));
    expect(page.done).toEqual(['portalReady', 'drop tokens', 'portalAnswer']);
  });

  it.each([
    ['the prompt does not say so', promptOf(), 'refresh'],
    ['the person says "Later"', promptOf({ dropTokens: true }), 'later'],
  ] as const)('stay where %s', async (_, prompt, answer) => {
    await start(prompt);
    page.shown?.answer(answer);
    expect(page.done).toEqual(['portalReady', 'portalAnswer']);
  });

  it('stay while nothing is answered, and in a page that is typed into', async () => {
    document.body.append(document.createElement('input'));
    document.querySelector('input')?.focus();
    await start(promptOf({ dropTokens: true, reload: 'now' }));
    expect(page.shown).toBeDefined();
    expect(page.done).toEqual(['portalReady']);
  });
});

describe('reloading by itself', () => {
  const typeIn = () => {
    document.body.append(document.createElement('input'));
    document.querySelector('input')?.focus();
  };

  it('happens at once in the page that is looked at', async () => {
    await start(promptOf({ reload: 'whenVisible' }));
    expect(answers()).toEqual([{ bulkId: 'bulk', answer: 'refresh' }]);
    expect(page.shown).toBeUndefined();
  });

  it('waits in another page until it is looked at', async () => {
    page.visibility = 'hidden';
    await start(promptOf({ reload: 'whenVisible' }));
    expect(answers()).toEqual([]);
    expect(page.shown).toBeUndefined();
    await look('visible');
    expect(answers()).toHaveLength(1);
  });

  it.each(['now', 'whenVisible'] as const)(
    'asks instead in a page that is typed into (%s)',
    async (reload) => {
      typeIn();
      await start(promptOf({ reload }));
      expect(answers()).toEqual([]);
      expect(page.shown?.prompt.bulkId).toBe('bulk');
    },
  );

  it('happens for "Refresh all" in a page that is not looked at, and in one that said "Later"', async () => {
    await start(promptOf());
    page.shown?.answer('later');
    page.visibility = 'hidden';
    page.extension.tell({ hoist: 'prompt', prompt: promptOf({ reload: 'now' }) });
    expect(answers()).toContainEqual({ bulkId: 'bulk', answer: 'refresh' });
  });

  it.each(['refused', 'unreachable'] as const)(
    'asks instead where the worker does not write it down, or the page would reload for ever (%s)',
    async (how) => {
      await start();
      page.extension[how] = true;
      page.extension.tell({ hoist: 'prompt', prompt: promptOf({ reload: 'now', dropTokens: true }) });
      await settled();
      expect(answers()).toHaveLength(1);
      expect(page.reloadPage).not.toHaveBeenCalled();
      expect(page.shown?.prompt.bulkId).toBe('bulk');
      page.shown?.answer('refresh');
      await settled();
      expect(page.reloadPage).toHaveBeenCalledTimes(1);
    },
  );

  it('never happens in a page that was loaded later', async () => {
    await start(promptOf({ reload: 'now', activeAt: loadedAt - 1 }));
    expect(answers()).toEqual([]);
  });
});
