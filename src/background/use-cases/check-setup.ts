/**
 * Checks the setup, question by question, into a stored item: the registration, the sign-in, every permission and the
 * services. It works without the person, and never opens a window.
 */
import type { Account } from '../../domain/account.ts';
import { type Failure, failureOf, mayPass, needsPerson } from '../../domain/failure.ts';
import { isGranted, entraPermissions, optionalPermissions, permissions } from '../../domain/permissions.ts';
import type { CheckLine, SetupCheck, SetupQuestion } from '../../domain/setup-check.ts';
import type { WorkerState } from '../worker-state.ts';
import type { SignedIn } from './sign-in.ts';

interface Connection {
  readonly clientId: string;
  readonly tenant: string;
}

/** What the token service says to nobody in particular. */
export interface SetupProbe {
  tenant(connection: Connection): Promise<Failure | undefined>;
  registration(connection: Connection): Promise<Failure | 'accepted' | 'unclear'>;
}

export interface CheckSetupOptions {
  readonly state: WorkerState;
  /** The registration and tenant in use; the client id is empty where there is none. */
  readonly connection: () => Promise<Connection>;
  readonly probe: SetupProbe;
  /** New tokens without the person, which name what is granted now. @throws FailureError */
  readonly renew: (account: Account) => Promise<SignedIn & { readonly armFailure?: Failure }>;
  /** One request to each service. @throws FailureError */
  readonly ask: Readonly<Record<'graph' | 'azure', (account: Account) => Promise<unknown>>>;
  /** What was granted has been read anew. */
  readonly onGranted: (signedIn: SignedIn) => Promise<void>;
  readonly onSignInNeeded: (failure: Failure) => Promise<void>;
  readonly workerId: string;
  readonly now: () => number;
  /** Goes on with work that nobody waits for. */
  readonly goOn: (work: Promise<unknown>) => void;
}

export interface CheckSetup {
  /** Records that a check begins and returns; one that this worker has under way goes on instead. */
  start(): Promise<void>;
  /** Somebody signed in: a check that was made before is made again. */
  repeat(): Promise<void>;
  /** On wake: a check that another life of the worker began is over. */
  noticeInterruption(): Promise<void>;
  /** The session or the registration is another one: what was found is about neither. */
  forget(): Promise<void>;
}

const waiting: CheckLine = { state: 'waiting' };
const unknown: CheckLine = { state: 'unknown' };
const ok: CheckLine = { state: 'ok' };
const failed = (failure: Failure): CheckLine => ({ state: 'failed', failure });

const graphNames = [
  ...permissions.filter(({ api }) => api === 'graph').map(({ name }) => name),
  ...Object.values(optionalPermissions),
];
const armNames = permissions.filter(({ api }) => api === 'arm').map(({ name }) => name);

/** Which question a refusal is about, wherever it was met. */
const about: { readonly [K in Failure['kind']]?: SetupQuestion } = {
  wrongClient: 'clientId',
  appNotPreauthorized: 'clientId',
  wrongTenant: 'tenant',
  singleTenantApp: 'tenant',
};

export function createCheckSetup(options: CheckSetupOptions): CheckSetup {
  const { state, connection, probe, workerId, now } = options;
  let underWay: number | undefined;

  /** Changes the check that began then, unless it was forgotten meanwhile. */
  async function change(startedAt: number, next: (check: SetupCheck) => SetupCheck): Promise<void> {
    await state.setupCheck.update((check) => (check?.startedAt === startedAt ? next(check) : check));
  }

  async function run(startedAt: number): Promise<void> {
    const answer = (lines: Partial<SetupCheck['questions']>) =>
      change(startedAt, (check) => ({ ...check, questions: { ...check.questions, ...lines } }));
    const answerPermissions = (names: readonly string[], line: (name: string) => CheckLine) =>
      change(startedAt, (check) => ({
        ...check,
        permissions: {
          ...check.permissions,
          ...Object.fromEntries(names.map((name) => [name, line(name)])),
        },
      }));

    await answer({ clientId: { state: 'checking' }, tenant: { state: 'checking' } });
    const wanted = await connection();
    const reached = await askTokenService(wanted, answer);
    if (!reached || !wanted.clientId) return;

    await answer({ signIn: { state: 'checking' } });
    const account = await state.account();
    const signedIn = account && (await renew(account));
    if (!signedIn || 'kind' in signedIn) {
      const failure = signedIn ?? (await state.session.read()).failure;
      await answer({ signIn: failure ? failed(failure) : { state: 'missing' } });
      // The token service is content with any consent at all: that it misses it means that there is none.
      if (failure?.kind === 'consentMissing')
        await answerPermissions(graphNames, () => ({ state: 'missing' }));
      return;
    }
    // Where the token service did not say whether it would answer here, a session that came this way proves it.
    await answer(reached === 'unclear' ? { signIn: ok, redirectUri: ok } : { signIn: ok });

    const { granted, armFailure } = signedIn;
    const grantedOrNot =
      (names: readonly string[]) =>
      (name: string): CheckLine =>
        isGranted(names, name) ? ok : { state: 'missing' };
    await answerPermissions(graphNames, grantedOrNot(granted.graph));
    const armMissing = !armFailure || armFailure.kind === 'consentMissing';
    await answerPermissions(armNames, armMissing ? grantedOrNot(granted.arm) : () => failed(armFailure));
    await options.onGranted(signedIn);

    const askable = {
      graph: isGranted(granted.graph, entraPermissions.eligibilities),
      azure: armNames.every((name) => isGranted(granted.arm, name)),
    };
    for (const service of ['graph', 'azure'] as const) {
      if (!askable[service]) continue;
      await answer({ [service]: { state: 'checking' } });
      await answer({ [service]: await lineOf(() => options.ask[service](account)) });
    }
  }

  /** @returns how it spoke of the registration; `false` where it could not be reached at all */
  async function askTokenService(
    wanted: Connection,
    answer: (lines: Partial<SetupCheck['questions']>) => Promise<void>,
  ): Promise<false | 'clear' | 'unclear'> {
    const noTenant = await probe.tenant(wanted);
    const clientId: CheckLine = wanted.clientId ? ok : { state: 'missing' };
    await answer({ clientId, tenant: noTenant ? failed(noTenant) : ok });
    if (noTenant && mayPass(noTenant)) return false;
    if (noTenant || !wanted.clientId) return 'clear';
    await answer({ redirectUri: { state: 'checking' } });
    const said = await probe.registration(wanted);
    if (said === 'accepted') await answer({ redirectUri: ok });
    else if (said === 'unclear') await answer({ redirectUri: unknown });
    else {
      const question = about[said.kind] ?? 'redirectUri';
      await answer({ redirectUri: unknown, [question]: failed(said) });
    }
    return said === 'unclear' ? 'unclear' : 'clear';
  }

  async function renew(account: Account): Promise<Awaited<ReturnType<typeof options.renew>> | Failure> {
    try {
      return await options.renew(account);
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (needsPerson(failure)) await options.onSignInNeeded(failure);
      return failure;
    }
  }

  /** What has no answer gets none any more. */
  function finished(check: SetupCheck): SetupCheck {
    const settle = (line: CheckLine) =>
      line.state === 'waiting' || line.state === 'checking' ? unknown : line;
    const settleAll = <K extends string>(lines: Record<K, CheckLine>) =>
      Object.fromEntries(
        Object.entries<CheckLine>(lines).map(([name, line]) => [name, settle(line)]),
      ) as Record<K, CheckLine>;
    return {
      ...check,
      questions: settleAll(check.questions),
      permissions: settleAll(check.permissions),
      finishedAt: now(),
    };
  }

  async function start(): Promise<void> {
    if (underWay !== undefined) return;
    const startedAt = now();
    await state.setupCheck.write({
      startedAt,
      workerId,
      questions: {
        clientId: waiting,
        tenant: waiting,
        redirectUri: waiting,
        signIn: waiting,
        graph: waiting,
        azure: waiting,
      },
      permissions: Object.fromEntries([...graphNames, ...armNames].map((name) => [name, waiting])),
    });
    underWay = startedAt;
    options.goOn(carryOut(startedAt));
  }

  async function carryOut(startedAt: number): Promise<void> {
    try {
      await run(startedAt);
    } finally {
      underWay = undefined;
      await change(startedAt, finished);
    }
  }

  return {
    start,
    async repeat() {
      if (await state.setupCheck.read()) await start();
    },
    async noticeInterruption() {
      await state.setupCheck.update((check) =>
        check && check.finishedAt === undefined && check.workerId !== workerId ? finished(check) : check,
      );
    },
    forget: () => state.setupCheck.write(null),
  };
}

async function lineOf(ask: () => Promise<unknown>): Promise<CheckLine> {
  try {
    await ask();
    return ok;
  } catch (thrown) {
    return failed(failureOf(thrown));
  }
}
