/**
 * The worker's door. A sender is a claim until it is proved: a page of ours is known by its origin, the portal
 * prompt by a tab on one of the portals, and each may call its own commands only. Arguments are parsed before a
 * handler sees them.
 */
import * as v from 'valibot';
import { type Failure, failureOf } from '../domain/failure.ts';
import {
  type Answer,
  type CommandArguments,
  type CommandName,
  type CommandResults,
  commands,
  pageCommands,
  portalMessages,
} from './contract.ts';

/** The parts of `runtime.MessageSender` that tell who is calling. */
export interface Sender {
  readonly id?: string | undefined;
  readonly origin?: string | undefined;
  readonly url?: string | undefined;
  readonly tabId?: number | undefined;
  /** Only the portal's own page is spoken with, never a frame in it. */
  readonly frameId?: number | undefined;
}

export type Handlers = {
  [N in CommandName]: (args: CommandArguments<N>, sender: Sender) => Promise<CommandResults[N]>;
};

export interface ServerOptions {
  readonly extensionId: string;
  /** `chrome-extension://…` or `moz-extension://…`, without a trailing slash. */
  readonly extensionOrigin: string;
  /** Whether this is the address of a portal that Hoist works with. */
  readonly isPortal: (url: string) => boolean;
  readonly handlers: Handlers;
}

export type MessageServer = (message: unknown, sender: Sender) => Promise<Answer<unknown>>;

export function createMessageServer(options: ServerOptions): MessageServer {
  return async (message, sender) => {
    const command = nameOf(message);
    if (!command || !mayCall(command, sender, options)) return refused(`Refused: ${String(command)}`);
    const parsed = v.safeParse(commands[command], (message as { args: unknown }).args);
    if (!parsed.success) return refused(`${command}: ${v.summarize(parsed.issues)}`);
    try {
      const handler = options.handlers[command] as (args: unknown, sender: Sender) => Promise<unknown>;
      return { ok: true, result: await handler(parsed.output, sender) };
    } catch (thrown) {
      return { ok: false, failure: failureOf(thrown) };
    }
  };
}

function nameOf(message: unknown): CommandName | undefined {
  if (typeof message !== 'object' || message === null || !('command' in message)) return undefined;
  const { command } = message;
  return typeof command === 'string' && Object.hasOwn(commands, command)
    ? (command as CommandName)
    : undefined;
}

function mayCall(command: CommandName, sender: Sender, options: ServerOptions): boolean {
  if (sender.id !== options.extensionId) return false;
  if (Object.hasOwn(pageCommands, command)) return originOf(sender) === options.extensionOrigin;
  if (!Object.hasOwn(portalMessages, command)) return false;
  return sender.tabId !== undefined && sender.frameId === 0 && options.isPortal(sender.url ?? '');
}

/** Firefox leaves `origin` out; there the document's own address tells. */
function originOf(sender: Sender): string | undefined {
  if (sender.origin !== undefined) return sender.origin;
  const match = /^([a-z-]+:\/\/[^/]+)/.exec(sender.url ?? '');
  return match?.[1];
}

function refused(message: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { kind: 'internal', message } };
}
