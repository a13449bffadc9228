/** The settings and welcome pages in happy-dom: real storage, messages and texts, a worker that the test scripts. */
import { configure, fireEvent, render } from '@testing-library/preact';
import type { ComponentChildren } from 'preact';
import english from '../../public/_locales/en/messages.json' with { type: 'json' };
import type { Account } from '../../src/domain/account.ts';
import { normaliseSettings, type Settings } from '../../src/domain/settings.ts';
import type { SetupCheck } from '../../src/domain/setup-check.ts';
import type { WelcomeProgress } from '../../src/domain/welcome.ts';
import type { Session } from '../../src/domain/session.ts';
import { createCommandClient } from '../../src/messaging/client.ts';
import { createMessageServer, type Handlers } from '../../src/messaging/server.ts';
import { createTexts } from '../../src/platform/i18n.ts';
import { sessionItem, settingsItem, setupCheckItem, welcomeItem } from '../../src/platform/items.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import type { PageServices } from '../../src/platform/page.ts';
import { ServicesProvider } from '../../src/ui/services.ts';
import { createMemoryStorage } from './memory-storage.ts';

// Every wait ends with its condition; on a busy machine that may take longer than the default of one second.
configure({ asyncUtilTimeout: 4_000 });

export const redirectUri = 'https://efpjjpodlkkajmkjpljlpnnbpajdcbnc.chromiumapp.org/';
export const clientId = '11111111-2222-4333-8444-5555555555ab';

export const ada: Account = {
  cloud: 'public',
  objectId: '33333333-3333-4333-8333-333333333333',
  tenantId: '44444444-4444-4444-8444-444444444444',
  homeAccountId: '3.4',
  username: 'ada@contoso.com',
  name: 'Ada',
};

export interface Setup {
  settings?: Partial<Settings>;
  session?: Session;
  welcome?: WelcomeProgress;
  check?: SetupCheck;
  /** Test id of what is there once the page is drawn; the field of the client id where absent. */
  ready?: string;
  defaultClientId?: string;
  browserKind?: PageServices['browserKind'];
  shortcuts?: Record<string, string>;
  /** Replaces the worker's own way; it may throw, or take its time. */
  worker?: Partial<Handlers>;
}

/** Mounts a page over what is stored; `sent` lists the commands that reached the worker, in order. */
export async function mountPage(page: ComponentChildren, setup: Setup = {}) {
  const store = createItemStore(createMemoryStorage());
  const settings = store.item(settingsItem);
  const session = store.item(sessionItem);
  if (setup.settings) await settings.write({ ...settingsItem.fallback, ...setup.settings });
  if (setup.session) await session.write(setup.session);
  const welcome = store.item(welcomeItem);
  if (setup.welcome) await welcome.write(setup.welcome);
  const check = store.item(setupCheckItem);
  if (setup.check) await check.write(setup.check);

  const sent: { command: string; args: unknown }[] = [];
  const copied: string[] = [];
  const opened: string[] = [];
  const origin = 'chrome-extension://hoist';
  const server = createMessageServer({
    extensionId: 'hoist',
    extensionOrigin: origin,
    isPortal: () => false,
    handlers: {
      saveSettings: async (args: { settings: Settings }) => settings.write(normaliseSettings(args.settings)),
      signIn: async () => undefined,
      signOut: async () => undefined,
      checkSetup: async () => undefined,
      ...setup.worker,
    } as Handlers,
  });
  const services: PageServices = {
    ...createTexts(englishMessage, 'en'),
    store,
    commands: createCommandClient((message) => {
      sent.push(message as (typeof sent)[number]);
      return server(message, { id: 'hoist', origin });
    }),
    now: () => Date.UTC(2026, 0, 1),
    newId: () => '00000000-0000-4000-8000-000000000000',
    openOptions: () => undefined,
    openUrl: (url) => void opened.push(url),
    async copyText(text) {
      copied.push(text);
    },
    redirectUri,
    browserKind: setup.browserKind ?? 'chromium',
    readShortcuts: async () => new Map(Object.entries(setup.shortcuts ?? {})),
    async openPopup() {
      opened.push('popup');
    },
    defaultClientId: setup.defaultClientId ?? '',
    version: '1.2.3',
  };
  const view = render(<ServicesProvider value={services}>{page}</ServicesProvider>);
  await view.findByTestId(setup.ready ?? 'client-id');
  return {
    ...view,
    settings,
    session,
    welcome,
    check,
    sent,
    copied,
    opened,
    input: (testId: string) => view.getByTestId(testId) as HTMLInputElement,
    button: (testId: string) => view.getByTestId(testId) as HTMLButtonElement,
    /** Types into a field, replacing what is there. */
    type: (testId: string, value: string) => fireEvent.input(view.getByTestId(testId), { target: { value } }),
  };
}

/** What `browser.i18n.getMessage` makes of the English texts. */
function englishMessage(key: string, substitutions: string[] = []): string {
  const entry = (
    english as Record<string, { message: string; placeholders?: Record<string, { content: string }> }>
  )[key];
  if (!entry) return '';
  return entry.message.replace(/\$(\w+)\$/g, (_, name: string) => {
    const content = entry.placeholders?.[name.toLowerCase()]?.content ?? '';
    return content.replace(/\$(\d)/g, (_number, digit: string) => substitutions[Number(digit) - 1] ?? '');
  });
}
