import type { CDPSession, Protocol } from 'puppeteer-core';
import type { Debugger, TargetInfo } from './debugger.ts';

/** Something that went wrong in a page, the worker or a content script of the extension. */
export interface ExtensionError {
  /** `console`: console.error or a failed console.assert; `exception`: uncaught; `log`: reported by the browser itself. */
  readonly kind: 'console' | 'exception' | 'log';
  readonly text: string;
  /** The address of the page or worker it happened in. */
  readonly where: string;
}

export interface ExtensionErrors {
  /** Everything reported up to now, oldest first. */
  list(): Promise<ExtensionError[]>;
  /** Forgets what was reported, for a test that provokes errors. */
  clear(): Promise<void>;
  /** Lets go of a target, having taken what it reported: a worker does not stop while a debugger holds it. */
  release(targetId: string): Promise<void>;
}

/**
 * Collects the errors of every target of the extension, and of its content scripts in web pages. A target's own
 * earlier errors are replayed when it is attached to, so that none of its start is missed.
 *
 * @param attachWorkers false leaves service workers alone, because a debugger keeps them from idling
 */
export async function watchExtensionErrors(
  debug: Debugger,
  origin: string,
  attachWorkers: boolean,
): Promise<ExtensionErrors> {
  /** The newest state of each target that is or was attached to. */
  const targets = new Map<string, TargetInfo>();
  const sessions = new Map<CDPSession, string>();
  const pending = new Set<Promise<void>>();
  let errors: (ExtensionError & { exceptionId?: string })[] = [];

  const attach = async (targetId: string) => {
    const session = await debug.attach(targetId);
    sessions.set(session, targetId);
    const where = () => targets.get(targetId)?.url ?? '';
    // In a web page, only what comes from our content script is ours.
    const isOurs = (...urls: (string | undefined)[]) =>
      where().startsWith(origin) || urls.some((url) => url?.startsWith(origin));
    const add = (kind: ExtensionError['kind'], text: string, exceptionId?: string) =>
      errors.push({ kind, text, where: where(), ...(exceptionId === undefined ? {} : { exceptionId }) });

    session.on('Runtime.consoleAPICalled', ({ type, args, stackTrace }) => {
      if ((type === 'error' || type === 'assert') && isOurs(stackTrace?.callFrames[0]?.url)) {
        add('console', args.map(asText).join(' '));
      }
    });
    session.on('Runtime.exceptionThrown', ({ exceptionDetails: details }) => {
      if (!isOurs(details.url, details.stackTrace?.callFrames[0]?.url)) return;
      const text = details.exception ? asText(details.exception) : '';
      add('exception', `${details.text} ${text}`.trim(), exceptionKey(session, details.exceptionId));
    });
    // A rejection that found its handler after all.
    session.on('Runtime.exceptionRevoked', ({ exceptionId }) => {
      errors = errors.filter((error) => error.exceptionId !== exceptionKey(session, exceptionId));
    });
    session.on('Log.entryAdded', ({ entry }) => {
      if (entry.level === 'error' && isOurs(entry.url, entry.stackTrace?.callFrames[0]?.url)) {
        add('log', entry.url ? `${entry.text} (${entry.url})` : entry.text);
      }
    });
    await Promise.all([session.send('Runtime.enable'), session.send('Log.enable')]);
  };

  await debug.follow((target) => {
    const { targetId, type, url } = target;
    const isOurs = url.startsWith(origin) && (attachWorkers || type !== 'service_worker');
    if (targets.has(targetId)) targets.set(targetId, target);
    else if (isOurs || (type === 'page' && url.startsWith('https:'))) {
      targets.set(targetId, target);
      // A target that closes while it is being attached to has nothing more to report.
      const work = attach(targetId)
        .catch(() => undefined)
        .finally(() => pending.delete(work));
      pending.add(work);
    }
  });

  // Answers come in order: after a round trip everything that was reported before it has arrived.
  const settle = async () => {
    await Promise.all(pending);
    const isAlive = (session: CDPSession) =>
      session.send('Runtime.getIsolateId').then(
        () => true,
        () => false,
      );
    await Promise.all(
      [...sessions.keys()].map(async (session) => {
        if (!(await isAlive(session))) sessions.delete(session);
      }),
    );
  };
  return {
    async list() {
      await settle();
      return errors.map(({ kind, text, where }) => ({ kind, text, where }));
    },
    async clear() {
      await settle();
      errors = [];
    },
    async release(targetId) {
      await settle();
      for (const [session, held] of sessions) {
        if (held !== targetId) continue;
        sessions.delete(session);
        await debug.detach(session);
      }
    },
  };
}

function exceptionKey(session: CDPSession, exceptionId: number): string {
  return `${session.id()}#${exceptionId}`;
}

function asText({ value, description }: Protocol.Runtime.RemoteObject): string {
  return description ?? String(value);
}
