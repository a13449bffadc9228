import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { type Failure, failureOf } from '../domain/failure.ts';
import { optionalPermissions, permissions } from '../domain/permissions.ts';
import {
  adviceOf,
  type CheckLine,
  type SetupCheck as Check,
  setupQuestions,
  type SetupQuestion,
  setupServices,
} from '../domain/setup-check.ts';
import { sessionItem, settingsItem, setupCheckItem } from '../platform/items.ts';
import { momentText } from '../platform/time-text.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { useNow } from './clock.ts';
import { FailureNote } from './failure-note.tsx';
import { useServices } from './services.ts';
import { SetupAdvice } from './setup-advice.tsx';
import { problemText, questionTitles } from './setup-check-text.ts';
import { SetupLine } from './setup-line.tsx';
import { useStored } from './stored-signal.ts';
import './setup-check.css';

/** A check that has run longer than this died with its worker. */
const longestMs = 90_000;

const unknown: CheckLine = { state: 'unknown' };
const optionalKeys = Object.keys(optionalPermissions) as (keyof typeof optionalPermissions)[];

/** The button that checks the setup, and what the last check found, line by line. */
export function SetupCheck() {
  const services = useServices();
  const { t } = services;
  const now = useNow();
  // The worker could not even record the command; everything after that is told by the stored items.
  const [unsent, setUnsent] = useState<Failure>();
  const check = useStored(setupCheckItem).value;
  const running = Boolean(check && check.finishedAt === undefined && now - check.startedAt < longestMs);
  const finished = check && !running ? check : undefined;

  async function send(command: 'checkSetup' | 'signIn') {
    setUnsent(undefined);
    try {
      await services.commands.send(command, {});
    } catch (thrown) {
      setUnsent(failureOf(thrown));
    }
  }

  return (
    <section class="card setup" aria-labelledby="setup-title" data-testid="setup-check">
      <header class="setup-header">
        <div>
          <h2 class="card-title" id="setup-title">
            {t('setupTitle')}
          </h2>
          <p class="card-intro">
            {running
              ? t('setupRunningIntro')
              : finished?.finishedAt
                ? t('setupCheckedAt', momentText(finished.finishedAt, now, services))
                : t('setupIntro')}
          </p>
        </div>
        <Button data-testid="setup-run" busy={running} onClick={() => void send('checkSetup')}>
          {running ? t('setupRunning') : check ? t('setupRunAgain') : t('setupRun')}
        </Button>
      </header>
      {unsent && <FailureNote failure={unsent} about="signIn" withoutSignIn live />}
      <Outcome check={finished} running={running} onSignIn={() => void send('signIn')} />
      {check && <Lines check={check} />}
    </section>
  );
}

interface OutcomeProps {
  check: Check | undefined;
  running: boolean;
  onSignIn: () => void;
}

/** What it comes to; read out when it is there. */
function Outcome({ check, running, onSignIn }: OutcomeProps) {
  const { t, defaultClientId } = useServices();
  const settings = useStored(settingsItem).value;
  const session = useStored(sessionItem).value;
  const advice = check && adviceOf(check);
  const said = check && (advice ? t(`setupNext_${advice.step}`) : t('setupGood'));
  return (
    <>
      <p class="visually-hidden" role="status">
        {running ? t('setupRunning') : said}
      </p>
      {running && <Banner kind="info" title={t('setupRunning')} />}
      {check && !advice && <Banner kind="success" title={t('setupGood')} data-testid="setup-good" />}
      {advice && settings && (
        <SetupAdvice
          advice={advice}
          connection={{
            clientId: settings.clientId || defaultClientId,
            tenant: session?.account?.tenantId ?? settings.tenant,
          }}
          onSignIn={onSignIn}
        />
      )}
    </>
  );
}

/** Broken at its dots where it is too long for its line. */
function PermissionName({ name }: { name: string }) {
  return (
    <code>
      {name.split('.').map((part, index) => (
        <Fragment key={part}>
          {index > 0 && (
            <>
              .<wbr />
            </>
          )}
          {part}
        </Fragment>
      ))}
    </code>
  );
}

function Lines({ check }: { check: Check }) {
  const services = useServices();
  const { t } = services;
  const known = permissions.some(({ name }) => check.permissions[name]?.state !== 'unknown');
  const granted = permissions.filter(({ name }) => check.permissions[name]?.state === 'ok').length;
  const questionLine = (question: SetupQuestion) => {
    const line = check.questions[question];
    return (
      <SetupLine
        key={question}
        name={question}
        kind="question"
        state={line.state}
        title={t(questionTitles[question])}
      >
        {problemText(question, line, services)}
      </SetupLine>
    );
  };
  const permissionLine = (name: string, kind: 'permission' | 'optional', loss: string) => {
    const { state } = check.permissions[name] ?? unknown;
    return (
      <SetupLine key={name} name={name} kind={kind} state={state} title={<PermissionName name={name} />}>
        {state === 'missing' || kind === 'optional' ? loss : undefined}
      </SetupLine>
    );
  };
  return (
    <div class="setup-parts">
      <div class="setup-part" role="group" aria-labelledby="setup-connection">
        <h3 class="setup-part-title" id="setup-connection">
          {t('setupConnectionPart')}
        </h3>
        <ul class="setup-lines">{setupQuestions.map(questionLine)}</ul>
      </div>
      <div class="setup-part" role="group" aria-labelledby="setup-permissions">
        <h3 class="setup-part-title" id="setup-permissions">
          {t('setupPermissionsPart')}{' '}
          <span class="setup-part-count">
            {known
              ? t('setupGrantedCount', String(granted), String(permissions.length))
              : t('setupPermissionsLater')}
          </span>
        </h3>
        <ul class="setup-lines">
          {permissions.map(({ name, loss }) =>
            permissionLine(name, 'permission', t(`permissionWithout_${loss}`)),
          )}
        </ul>
        <details class="setup-optional">
          <summary>{t('setupOptionalPart')}</summary>
          <ul class="setup-lines">
            {optionalKeys.map((key) =>
              permissionLine(optionalPermissions[key], 'optional', t(`permissionWithout_${key}`)),
            )}
          </ul>
        </details>
      </div>
      <div class="setup-part" role="group" aria-labelledby="setup-services">
        <h3 class="setup-part-title" id="setup-services">
          {t('setupServicesPart')}
        </h3>
        <ul class="setup-lines">{setupServices.map(questionLine)}</ul>
      </div>
    </div>
  );
}
