// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type PortalTab, startPortalTab } from '../../src/content/portal-tab.ts';
import type { PromptView, SignInAnswer } from '../../src/content/prompt-view.ts';
import type { PortalRuntime } from '../../src/content/runtime.ts';
import type { PortalPrompt } from '../../src/domain/portal.ts';
import type { PortalSignInOffer } from '../../src/domain/portal-sign-in.ts';

const loadedAt = 1_000;
const promptOf = (more: Partial<PortalPrompt> = {}): PortalPrompt => ({
  bulkId: 'bulk',
  roles: [{ roleName: 'Owner', scopeName: 'IT' }],
  activeAt: 2_000,
  ...more,
});

/** Stands for the extension's side: what it was sent, what it answers and what it tells by itself. */
class Extension implements PortalRuntime {
  alive = true;
  prompt: PortalPrompt | null = null;
  signIn: PortalSignInOffer | null = null;
  readonly sent: { command: string; args: unknown }[] = [];
  /** While set, answers wait for it. */
  gate: Promise<void> | undefined;
  unreachable = false;
  /** The worker answers that it could not. */
  refused = false;
  readonly listeners = new Set<(message: unknown) => void>();
  readonly language = 'en';
  readonly text = (key: string) => key;
  readonly shadowRootOf = (element: Element) => element.shadowRoot;
  readonly isAlive = () => this.alive;
  readonly onMessage = (listener: (message: unknown) => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  readonly send = (async (command: string, args: unknown) => {
    if (!this.alive) throw new Error('Extension context invalidated.');
    done.push(command);
    this.sent.push({ command, args });
    const { prompt, signIn } = this;
    await this.gate;
    if (this.unreachable) throw new Error('Could not establish connection.');
    if (this.refused) return undefined;
    return { result: command === 'portalReady' ? { prompt, signIn } : undefined };
  }) as PortalRuntime['send'];

  tell(message: unknown): void {
    for (const listener of this.listeners) listener(message);
  }
}

let extension: Extension;
let shown: { prompt: PortalPrompt; answer: Parameters<PromptView['show']>[1] } | undefined;
let offered: ((answer: SignInAnswer) => void) | undefined;
let view: PromptView;
let done: string[];
let keptTokens: boolean;
let reloadPage: ReturnType<typeof vi.fn<() => void>>;
let tab: PortalTab;
let visibility: DocumentVisibilityState;

/** What promises that nobody holds have done by now. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const answers = () =>
  extension.sent.filter(({ command }) => command === 'portalAnswer').map(({ args }) => args);
const asked = () => extension.sent.filter(({ command }) => command === 'portalReady').length;

async function start(prompt: PortalPrompt | null = null): Promise<void> {
  extension.prompt = prompt;
  tab = startPortalTab({
    runtime: extension,
    document,
    loadedAt,
    view,
    reloadPage,
    keptTokens: () => keptTokens,
    dropAccessTokens: () => void done.push('drop tokens'),
    goTo: (address) => void done.push(`go to ${address}`),
  });
  await settled();
}

async function look(state: DocumentVisibilityState): Promise<void> {
  visibility = state;
  document.dispatchEvent(new Event('visibilitychange'));
  await settled();
}

beforeEach(() => {
  extension = new Extension();
  shown = undefined;
  offered = undefined;
  done = [];
  keptTokens = false;
  view = {
    show: (prompt, answer) => void (shown = { prompt, answer }),
    offerSignIn: (_bulkId, answer) => void (offered = answer),
    hide(bulkId) {
      if (bulkId === undefined) offered = undefined;
      if (bulkId === undefined || shown?.prompt.bulkId === bulkId) shown = undefined;
    },
  };
  reloadPage = vi.fn<() => void>();
  visibility = 'visible';
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
  document.body.replaceChildren();
});
afterEach(() => {
  tab.stop();
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
    expect(shown?.prompt).toEqual(promptOf());
    const more = promptOf({ activeAt: 3_000, roles: [] });
    extension.tell({ hoist: 'prompt', prompt: more });
    expect(shown?.prompt).toEqual(more);
  });

  it('shows nothing when it was loaded after the roles became active', async () => {
    await start(promptOf({ activeAt: loadedAt - 1 }));
    expect(shown).toBeUndefined();
    extension.tell({ hoist: 'prompt', prompt: promptOf({ activeAt: loadedAt }) });
    expect(shown).toBeDefined();
  });

  it('shows it all the same in a page that came back and may have kept its old tokens', async () => {
    keptTokens = true;
    await start(promptOf({ activeAt: loadedAt - 1 }));
    expect(shown).toBeUndefined();
    extension.tell({ hoist: 'prompt', prompt: promptOf({ activeAt: loadedAt - 1, dropTokens: true }) });
    expect(shown).toBeDefined();
  });

  it('takes the prompt away when the worker says so, or has none any more', async () => {
    await start(promptOf());
    extension.tell({ hoist: 'dismiss', bulkId: 'another' });
    expect(shown).toBeDefined();
    extension.tell({ hoist: 'dismiss', bulkId: 'bulk' });
    expect(shown).toBeUndefined();
    extension.tell({ hoist: 'prompt', prompt: promptOf() });
    extension.prompt = null;
    await look('visible');
    expect(shown).toBeUndefined();
  });

  it('keeps a prompt that came while an older "nothing" was on its way', async () => {
    let open = () => {};
    extension.gate = new Promise((resolve) => (open = resolve));
    await start(null);
    extension.tell({ hoist: 'prompt', prompt: promptOf() });
    open();
    await settled();
    expect(shown?.prompt).toEqual(promptOf());
  });

  it('leaves messages alone that are not for it', async () => {
    await start();
    extension.tell({ hello: 'world' });
    expect(shown).toBeUndefined();
  });
});

describe('the answer', () => {
  it('"Refresh" goes to the worker, which reloads the page', async () => {
    await start(promptOf());
    shown?.answer('refresh');
    await settled();
    expect(answers()).toEqual([{ bulkId: 'bulk', answer: 'refresh' }]);
    expect(shown).toBeUndefined();
    expect(reloadPage).not.toHaveBeenCalled();
  });

  it('"Later" is kept to even before the worker knows of it', async () => {
    await start(promptOf());
    shown?.answer('later');
    extension.tell({ hoist: 'prompt', prompt: promptOf({ activeAt: 3_000 }) });
    expect(shown).toBeUndefined();
    extension.tell({ hoist: 'prompt', prompt: promptOf({ bulkId: 'next' }) });
    expect(shown?.prompt.bulkId).toBe('next');
  });

  it.each(['refresh', 'refreshAll'] as const)('"%s" is kept to without the worker', async (answer) => {
    await start(promptOf());
    extension.unreachable = true;
    shown?.answer(answer);
    await settled();
    expect(reloadPage).toHaveBeenCalledTimes(1);
  });

  it('"Later" reloads nothing without the worker', async () => {
    await start(promptOf());
    extension.unreachable = true;
    shown?.answer('later');
    await settled();
    expect(reloadPage).not.toHaveBeenCalled();
  });
});

describe("the page's cached access tokens", () => {
  it.each(['refresh', 'refreshAll'] as const)('go before the worker hears "%s"', async (answer) => {
    await start(promptOf({ dropTokens: true }));
    shown?.answer(answer);
    expect(done).toEqual(['portalReady', 'drop tokens', 'portalAnswer']);
  });

  it('go before a reload by itself, and for "Refresh all" of another tab', async () => {
    await start(promptOf({ dropTokens: true, reload: 'now' }));
    expect(done).toEqual(['portalReady', 'drop tokens', 'portalAnswer']);
  });

  it.each([
    ['the prompt does not say so', promptOf(), 'refresh'],
    ['the person says "Later"', promptOf({ dropTokens: true }), 'later'],
  ] as const)('stay where %s', async (_, prompt, answer) => {
    await start(prompt);
    shown?.answer(answer);
    expect(done).toEqual(['portalReady', 'portalAnswer']);
  });

  it('stay while nothing is answered, and in a page that is typed into', async () => {
    document.body.append(document.createElement('input'));
    document.querySelector('input')?.focus();
    await start(promptOf({ dropTokens: true, reload: 'now' }));
    expect(shown).toBeDefined();
    expect(done).toEqual(['portalReady']);
  });
});

describe('the offer to sign in to the portal again', () => {
  const offer: PortalSignInOffer = { bulkId: 'bulk', refreshedAt: loadedAt, path: '/signin?return=' };

  it('is shown in the page that was loaded by the refresh, not in the one before it', async () => {
    extension.signIn = { ...offer, refreshedAt: loadedAt + 1 };
    await start();
    expect(offered).toBeUndefined();
    extension.signIn = offer;
    await look('visible');
    expect(offered).toBeDefined();
  });

  it('gives way to a prompt, and goes when the worker has none any more', async () => {
    extension.signIn = offer;
    await start(promptOf());
    expect(offered).toBeUndefined();
    extension.prompt = null;
    await look('visible');
    expect(offered).toBeDefined();
    extension.signIn = null;
    await look('visible');
    expect(offered).toBeUndefined();
  });

  it('leads to the sign-in and tells it the place of the page, after the worker knows', async () => {
    extension.signIn = offer;
    history.replaceState(null, '', '/x?a=b#@contoso.com/resource/y');
    await start();
    offered?.('signIn');
    await settled();
    expect(done).toEqual([
      'portalReady',
      'portalSignInAnswer',
      'go to /signin?return=%2Fx%3Fa%3Db%23%40contoso.com%2Fresource%2Fy',
    ]);
    expect(offered).toBeUndefined();
  });

  it('leads there without the worker too', async () => {
    extension.signIn = offer;
    await start();
    extension.unreachable = true;
    offered?.('signIn');
    await settled();
    expect(done.at(-1)).toMatch(/^go to \/signin/);
  });

  it('leads nowhere when it is dismissed, and the worker is told', async () => {
    extension.signIn = offer;
    await start();
    offered?.('dismiss');
    await settled();
    expect(done).toEqual(['portalReady', 'portalSignInAnswer']);
    expect(offered).toBeUndefined();
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
    expect(shown).toBeUndefined();
  });

  it('waits in another page until it is looked at', async () => {
    visibility = 'hidden';
    await start(promptOf({ reload: 'whenVisible' }));
    expect(answers()).toEqual([]);
    expect(shown).toBeUndefined();
    await look('visible');
    expect(answers()).toHaveLength(1);
  });

  it.each(['now', 'whenVisible'] as const)(
    'asks instead in a page that is typed into (%s)',
    async (reload) => {
      typeIn();
      await start(promptOf({ reload }));
      expect(answers()).toEqual([]);
      expect(shown?.prompt.bulkId).toBe('bulk');
    },
  );

  it('happens for "Refresh all" in a page that is not looked at, and in one that said "Later"', async () => {
    await start(promptOf());
    shown?.answer('later');
    visibility = 'hidden';
    extension.tell({ hoist: 'prompt', prompt: promptOf({ reload: 'now' }) });
    expect(answers()).toContainEqual({ bulkId: 'bulk', answer: 'refresh' });
  });

  it.each(['refused', 'unreachable'] as const)(
    'asks instead where the worker does not write it down, or the page would reload for ever (%s)',
    async (how) => {
      await start();
      extension[how] = true;
      extension.tell({ hoist: 'prompt', prompt: promptOf({ reload: 'now', dropTokens: true }) });
      await settled();
      expect(answers()).toHaveLength(1);
      expect(reloadPage).not.toHaveBeenCalled();
      expect(shown?.prompt.bulkId).toBe('bulk');
      shown?.answer('refresh');
      await settled();
      expect(reloadPage).toHaveBeenCalledTimes(1);
    },
  );

  it('never happens in a page that was loaded later', async () => {
    await start(promptOf({ reload: 'now', activeAt: loadedAt - 1 }));
    expect(answers()).toEqual([]);
  });
});

describe('when the extension is gone', () => {
  it('the page is left without prompt and listeners', async () => {
    await start(promptOf());
    extension.alive = false;
    await look('visible');
    expect(shown).toBeUndefined();
    expect(extension.listeners.size).toBe(0);
    expect(tab.isAlive()).toBe(false);
    const before = extension.sent.length;
    extension.alive = true;
    await look('visible');
    expect(extension.sent).toHaveLength(before);
  });

  it('a refresh that was offered still happens', async () => {
    await start(promptOf());
    extension.alive = false;
    shown?.answer('refresh');
    await settled();
    expect(reloadPage).toHaveBeenCalledTimes(1);
  });

  it('a worker that is only out of reach ends nothing', async () => {
    extension.unreachable = true;
    await start(promptOf());
    expect(tab.isAlive()).toBe(true);
    extension.unreachable = false;
    await look('visible');
    expect(shown?.prompt).toEqual(promptOf());
  });
});
