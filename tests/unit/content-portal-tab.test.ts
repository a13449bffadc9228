// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answers, loadedAt, look, openPage, page, promptOf, settled, start } from './portal-tab-rig.ts';

const asked = () => page.extension.sent.filter(({ command }) => command === 'portalReady').length;

beforeEach(openPage);

afterEach(() => {
  page.tab.stop();
  vi.restoreAllMocks();
});

describe('a portal page', () => {
  it('asks when it has loaded and whenever it is looked at, not when it is left', async () => {
    await start();
    expect(asked()).toBe(1);
    await look('hidden');
    expect(asked()).toBe(1);
    await look('visible');
    expect(asked()).toBe(2);
  });

  it('shows what it is told, as an answer or by itself', async () => {
    await start(promptOf());
    expect(page.shown?.prompt).toEqual(promptOf());
    const more = promptOf({ activeAt: 3_000, roles: [] });
    page.extension.tell({ hoist: 'prompt', prompt: more });
    expect(page.shown?.prompt).toEqual(more);
  });

  it('shows nothing when it was loaded after the roles became active', async () => {
    await start(promptOf({ activeAt: loadedAt - 1 }));
    expect(page.shown).toBeUndefined();
    page.extension.tell({ hoist: 'prompt', prompt: promptOf({ activeAt: loadedAt }) });
    expect(page.shown).toBeDefined();
  });

  it('shows it all the same in a page that came back and may have kept its old tokens', async () => {
    page.keptTokens = true;
    await start(promptOf({ activeAt: loadedAt - 1 }));
    expect(page.shown).toBeUndefined();
    page.extension.tell({ hoist: 'prompt', prompt: promptOf({ activeAt: loadedAt - 1, dropTokens: true }) });
    expect(page.shown).toBeDefined();
  });

  it('takes the prompt away when the worker says so, or has none any more', async () => {
    await start(promptOf());
    page.extension.tell({ hoist: 'dismiss', bulkId: 'another' });
    expect(page.shown).toBeDefined();
    page.extension.tell({ hoist: 'dismiss', bulkId: 'bulk' });
    expect(page.shown).toBeUndefined();
    page.extension.tell({ hoist: 'prompt', prompt: promptOf() });
    page.extension.prompt = null;
    await look('visible');
    expect(page.shown).toBeUndefined();
  });

  it('keeps a prompt that came while an older "nothing" was on its way', async () => {
    let open = () => {};
    page.extension.gate = new Promise((resolve) => (open = resolve));
    await start(null);
    page.extension.tell({ hoist: 'prompt', prompt: promptOf() });
    open();
    await settled();
    expect(page.shown?.prompt).toEqual(promptOf());
  });

  it('leaves messages alone that are not for it', async () => {
    await start();
    page.extension.tell({ hello: 'world' });
    expect(page.shown).toBeUndefined();
  });
});

describe('the answer', () => {
  it('"Refresh" goes to the worker, which reloads the page', async () => {
    await start(promptOf());
    page.shown?.answer('refresh');
    await settled();
    expect(answers()).toEqual([{ bulkId: 'bulk', answer: 'refresh' }]);
    expect(page.shown).toBeUndefined();
    expect(page.reloadPage).not.toHaveBeenCalled();
  });

  it('"Later" is kept to even before the worker knows of it', async () => {
    await start(promptOf());
    page.shown?.answer('later');
    page.extension.tell({ hoist: 'prompt', prompt: promptOf({ activeAt: 3_000 }) });
    expect(page.shown).toBeUndefined();
    page.extension.tell({ hoist: 'prompt', prompt: promptOf({ bulkId: 'next' }) });
    expect(page.shown?.prompt.bulkId).toBe('next');
  });

  it.each(['refresh', 'refreshAll'] as const)('"%s" is kept to without the worker', async (answer) => {
    await start(promptOf());
    page.extension.unreachable = true;
    page.shown?.answer(answer);
    await settled();
    expect(page.reloadPage).toHaveBeenCalledTimes(1);
  });

  it('"Later" reloads nothing without the worker', async () => {
    await start(promptOf());
    page.extension.unreachable = true;
    page.shown?.answer('later');
    await settled();
    expect(page.reloadPage).not.toHaveBeenCalled();
  });
});

describe('when the extension is gone', () => {
  it('the page is left without prompt and listeners', async () => {
    await start(promptOf());
    page.extension.alive = false;
    await look('visible');
    expect(page.shown).toBeUndefined();
    expect(page.extension.listeners.size).toBe(0);
    expect(page.tab.isAlive()).toBe(false);
    const before = page.extension.sent.length;
    page.extension.alive = true;
    await look('visible');
    expect(page.extension.sent).toHaveLength(before);
  });

  it('a refresh that was offered still happens', async () => {
    await start(promptOf());
    page.extension.alive = false;
    page.shown?.answer('refresh');
    await settled();
    expect(page.reloadPage).toHaveBeenCalledTimes(1);
  });

  it('a worker that is only out of reach ends nothing', async () => {
    page.extension.unreachable = true;
    await start(promptOf());
    expect(page.tab.isAlive()).toBe(true);
    page.extension.unreachable = false;
    await look('visible');
    expect(page.shown?.prompt).toEqual(promptOf());
  });
});
