/** What a page stands on in a test: a storage area in memory, the real item store, the real texts. */
import type { ComponentChildren } from 'preact';
import messages from '../../public/_locales/en/messages.json' with { type: 'json' };
import type { Account } from '../../src/domain/account.ts';
import { type Activation, newActivation } from '../../src/domain/activation.ts';
import type { PendingApproval } from '../../src/domain/approval.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import {
  type Assignment,
  type Eligibility,
  roleKey,
  type ScopeKind,
  type Source,
} from '../../src/domain/role.ts';
import type { CommandClient } from '../../src/messaging/client.ts';
import type { CommandArguments, CommandName } from '../../src/messaging/contract.ts';
import { createTexts } from '../../src/platform/i18n.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import type { ItemDefinition, StorageArea } from '../../src/platform/stored-item.ts';
import type { PageServices } from '../../src/platform/page.ts';
import { ServicesProvider } from '../../src/ui/services.ts';

/** Monday, noon. */
export const noon = Date.UTC(2026, 10, 23, 12);
export const minute = 60_000;

interface Message {
  readonly message: string;
  readonly placeholders?: Record<string, { content: string }>;
}

/** `browser.i18n.getMessage` over the English texts, with Chrome's named and numbered placeholders. */
export function getMessage(key: string, substitutions: string[] = []): string {
  const entry = (messages as Record<string, Message>)[key];
  if (!entry) return '';
  const numbered = entry.message.replace(/\$(\w+)\$/g, (whole, name: string) => {
    return entry.placeholders?.[name.toLowerCase()]?.content ?? whole;
  });
  return numbered.replace(/\$(\d)/g, (_, index: string) => substitutions[Number(index) - 1] ?? '');
}

/** Holds JSON, as a browser does: what is read is never the object that was written. */
export function memoryArea(): StorageArea {
  const stored = new Map<string, string>();
  const listeners = new Set<(changes: Record<string, { newValue?: unknown }>) => void>();
  const tell = (changes: Record<string, { newValue?: unknown }>) => {
    for (const listener of listeners) listener(changes);
  };
  return {
    async get(keys) {
      const wanted = keys === null ? [...stored.keys()] : [keys].flat();
      return Object.fromEntries(
        wanted.flatMap((key) => (stored.has(key) ? [[key, JSON.parse(stored.get(key)!) as unknown]] : [])),
      );
    },
    async set(items) {
      for (const [key, value] of Object.entries(items)) stored.set(key, JSON.stringify(value));
      tell(
        Object.fromEntries(
          Object.keys(items).map((key) => [key, { newValue: JSON.parse(stored.get(key)!) as unknown }]),
        ),
      );
    },
    async remove(keys) {
      for (const key of [keys].flat()) stored.delete(key);
      tell(Object.fromEntries([keys].flat().map((key) => [key, {}])));
    },
    onChanged: {
      addListener: (listener) => listeners.add(listener),
      removeListener: (listener) => listeners.delete(listener),
    },
  };
}

interface SentCommand {
  readonly command: CommandName;
  readonly args: unknown;
}

export interface TestPage extends PageServices {
  /** Every command, in order. */
  readonly sent: SentCommand[];
  /** The arguments of every command of this name. */
  readonly sentAs: <N extends CommandName>(command: N) => CommandArguments<N>[];
  /** Answers the next commands; without it every command is recorded at once. */
  answer: (command: CommandName, args: unknown) => Promise<unknown>;
  /** Moves the page's clock; components see it at their next tick. */
  clock: { now: number };
  readonly copied: string[];
  readonly opened: string[];
  readonly write: <T>(item: ItemDefinition<T>, value: T) => Promise<void>;
  readonly Page: (props: { children: ComponentChildren }) => ComponentChildren;
}

export function createTestPage(): TestPage {
  const store = createItemStore(memoryArea());
  const sent: SentCommand[] = [];
  const clock = { now: noon };
  let ids = 0;
  const copied: string[] = [];
  const opened: string[] = [];
  const page: TestPage = {
    ...createTexts(getMessage, 'en-GB'),
    store,
    commands: {
      async send(command, args) {
        sent.push({ command, args });
        return (await page.answer(command, args)) as never;
      },
    } satisfies CommandClient,
    now: () => clock.now,
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    openOptions: () => void opened.push('options'),
    openUrl: (url) => void opened.push(url),
    copyText: async (text) => void copied.push(text),
    redirectUri: 'https://efpjjpodlkkajmkjpljlpnnbpajdcbnc.chromiumapp.org/',
    browserKind: 'chromium',
    readShortcuts: async () => new Map(),
    openPopup: async () => void opened.push('popup'),
    defaultClientId: '',
    version: '0.1.0',
    sent,
    sentAs: (command) => sent.filter((one) => one.command === command).map((one) => one.args as never),
    answer: async () => undefined,
    clock,
    copied,
    opened,
    write: (item, value) => store.item(item).write(value),
    Page: ({ children }) => <ServicesProvider value={page}>{children}</ServicesProvider>,
  };
  return page;
}

export const ada: Account = {
  cloud: 'public',
  objectId: '11111111-1111-4111-8111-111111111111',
  tenantId: '22222222-2222-4222-8222-222222222222',
  homeAccountId: '11111111-1111-4111-8111-111111111111.22222222-2222-4222-8222-222222222222',
  username: 'ada@contoso.com',
  name: 'Ada Lovelace',
};

interface RoleOptions {
  readonly source?: Source;
  readonly templateId?: string;
  readonly kind?: ScopeKind;
  readonly scopeName?: string;
  readonly memberType?: Eligibility['memberType'];
  readonly endsAt?: number;
}

/** A role by its name; its ids follow from the name and the scope, so that equal names are one role. */
export function eligibility(roleName: string, options: RoleOptions = {}): Eligibility {
  const { source = 'azure', memberType = 'direct', endsAt } = options;
  const { kind = source === 'entra' ? 'directory' : 'subscription', scopeName = 'Shop' } = options;
  const slug = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const templateId = options.templateId ?? slug(roleName);
  const scopeId = kind === 'directory' ? '/' : `/${kind}/${slug(scopeName)}`;
  return {
    key: roleKey(source, templateId, scopeId),
    source,
    roleName,
    roleDefinitionId: templateId,
    templateId,
    scope: { kind, id: scopeId, name: kind === 'directory' ? 'Contoso' : scopeName },
    memberType,
    ...(endsAt === undefined ? {} : { endsAt: isoInstant(endsAt) }),
  };
}

export function assignment(
  role: Eligibility,
  options: { endsAt?: number; assignmentType?: Assignment['assignmentType'] } = {},
): Assignment {
  const { endsAt: _, eligibilityScheduleId: __, ...rest } = role;
  return {
    ...rest,
    assignmentType: options.assignmentType ?? 'activated',
    ...(options.endsAt === undefined ? {} : { endsAt: isoInstant(options.endsAt) }),
  };
}

export function activation(role: Eligibility, members: Partial<Activation> = {}): Activation {
  return {
    ...newActivation({
      id: `id-${role.key}`,
      bulkId: 'bulk',
      role,
      ask: { minutes: 480, justification: 'Daily PIM elevation' },
      origin: 'page',
      at: noon,
    }),
    ...members,
  };
}

/** Someone's request for Owner on a subscription, which waits for the decision of the person. */
export function pendingApproval(requester: string): PendingApproval {
  return {
    key: `azure|${requester}`,
    source: 'azure',
    requestId: requester,
    approvalId: requester,
    roleName: 'Owner',
    templateId: 'owner',
    scope: { kind: 'subscription', id: '/subscriptions/shop', name: 'Shop' },
    requester: { id: requester, name: requester },
    createdAt: isoInstant(noon - 5 * minute),
  };
}
