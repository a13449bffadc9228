/** Every component of src/ui in every state. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Failure } from '../../../src/domain/failure.ts';
import { Banner } from '../../../src/ui/banner.tsx';
import { Button } from '../../../src/ui/button.tsx';
import { CodeBlock } from '../../../src/ui/code-block.tsx';
import { CopyConsentLink } from '../../../src/ui/copy-consent-link.tsx';
import { CopyField } from '../../../src/ui/copy-field.tsx';
import { EmptyState } from '../../../src/ui/empty-state.tsx';
import { FailureNote } from '../../../src/ui/failure-note.tsx';
import { Highlighted } from '../../../src/ui/highlighted.tsx';
import { IconButton } from '../../../src/ui/icon-button.tsx';
import { Icon } from '../../../src/ui/icon.tsx';
import * as icons from '../../../src/ui/icons.ts';
import { Mark } from '../../../src/ui/mark.tsx';
import { never, Promises } from '../../../src/ui/promises.tsx';
import { Sheet } from '../../../src/ui/sheet.tsx';
import { Spinner } from '../../../src/ui/spinner.tsx';
import { TextArea } from '../../../src/ui/text-area.tsx';
import { TextField } from '../../../src/ui/text-field.tsx';
import { SamplePage, Samples, Stack } from '../samples.tsx';
import { popupSize, type Scene } from '../scene.ts';

const { copyIcon, keyIcon, refreshIcon, searchIcon, settingsIcon } = icons;
const width = 400;

function component(
  name: string,
  title: string,
  draw: () => ComponentChildren,
  scene: Partial<Scene> = {},
): Scene {
  return {
    id: `components/${name}`,
    title,
    size: { width },
    draw: () => <SamplePage title={title}>{draw()}</SamplePage>,
    ...scene,
  };
}

const kinds = ['primary', 'secondary', 'quiet', 'danger'] as const;
const force = (state: string) => ({ 'data-force': state });

const refused: Failure = {
  kind: 'permissionMissing',
  code: 'InsufficientPermissions',
  message: 'The principal does not have permission to perform this action.',
  status: 403,
  facts: { requestId: 'f3f8d7b2-0b6b-4b6f-8a51-7b7d8a8a0a11' },
};

function Typed({ initial, ...rest }: { initial: string } & Record<string, unknown>) {
  const [value, setValue] = useState(initial);
  return <TextField label="Client id" {...rest} value={value} onValue={setValue} />;
}

function TypedArea({ initial, ...rest }: { initial: string } & Record<string, unknown>) {
  const [value, setValue] = useState(initial);
  return <TextArea label="Reason" {...rest} value={value} onValue={setValue} />;
}

export const componentScenes: readonly Scene[] = [
  component('button', 'Button', () => (
    <>
      {kinds.map((kind) => (
        <Samples key={kind} title={kind}>
          <Button kind={kind}>Activate</Button>
          <Button kind={kind} {...force('hover')}>
            Pointed at
          </Button>
          <Button kind={kind} {...force('active')}>
            Pressed
          </Button>
          <Button kind={kind} {...force('focus-visible')}>
            Focused
          </Button>
          <Button kind={kind} icon={copyIcon}>
            With an icon
          </Button>
          <Button kind={kind} busy>
            At work
          </Button>
          <Button kind={kind} disabled>
            Disabled
          </Button>
          <Button kind={kind} size="small">
            Small
          </Button>
          <Button kind={kind} size="small" icon={copyIcon}>
            Small, with an icon
          </Button>
        </Samples>
      ))}
    </>
  )),
  component('icon-button', 'Icon button', () => (
    <Samples title="at rest, pointed at, pressed, focused, turning, disabled">
      <IconButton icon={refreshIcon} label="Refresh" />
      <IconButton icon={refreshIcon} label="Refresh, pointed at" {...force('hover')} />
      <IconButton icon={refreshIcon} label="Refresh, pressed" {...force('active')} />
      <IconButton icon={refreshIcon} label="Refresh, focused" {...force('focus-visible')} />
      <IconButton icon={refreshIcon} label="Refreshing" spinning />
      <IconButton icon={settingsIcon} label="Settings, disabled" disabled />
    </Samples>
  )),
  component('text-field', 'Text field', () => (
    <>
      <Typed initial="" label="Empty" placeholder="contoso.com" hint="One quiet line under the field." />
      <Typed initial="contoso.com" label="Filled" note="(optional)" />
      <Typed initial="8e3af657-a8ff-443c-a75c-2fe8c4bcb635" label="Fixed width" mono />
      <Typed initial="contoso.com" label="Focused" {...force('focus-visible')} />
      <Typed initial="contoso" label="Wrong" error="This is neither an id nor a domain." />
      <Typed
        initial="contoso"
        label="Wrong, focused"
        error="This is neither an id nor a domain."
        {...force('focus-visible')}
      />
      <Typed initial="contoso.com" label="Disabled" disabled />
      <TypedArea initial="" label="Several lines, empty" hint="Approvers read this." />
      <TypedArea initial="Change CHG-4711: rotate the certificates of the shop" label="Several lines" />
      <TypedArea initial="" label="Several lines, wrong" error="A reason is required." />
    </>
  )),
  component('banner', 'Banner', () => (
    <>
      <Banner kind="info" title="A portal tab waits for you">
        Refresh it to see what you may do now.
      </Banner>
      <Banner
        kind="warn"
        title="Sign in again to go on"
        actions={
          <Button size="small" kind="primary">
            Sign in
          </Button>
        }
      >
        What you see was read before.
      </Banner>
      <Banner kind="error" title="Azure could not be reached">
        Nothing was sent.
      </Banner>
      <Banner kind="success" title="Everything is granted" />
      <Banner kind="info">Only a text, without a title.</Banner>
    </>
  )),
  component('failure', 'Failure', () => (
    <>
      <FailureNote failure={refused} about="activation" />
      <FailureNote failure={{ kind: 'signInNeeded' }} about="roles" kind="warn" />
      <FailureNote
        failure={{ kind: 'throttled' }}
        about="roles"
        kind="warn"
        title="Azure roles could not be read"
        note="What you see was read 50 min ago."
        actions={<Button size="small">Try again</Button>}
      />
      <FailureNote
        failure={{ kind: 'redirectMissing', facts: { redirectUri: 'https://abc.chromiumapp.org/' } }}
        about="signIn"
      />
      <FailureNote failure={refused} about="activation" kind="plain" />
    </>
  )),
  component(
    'failure-open',
    'Failure, with the service’s own words',
    () => <FailureNote failure={refused} about="activation" />,
    {
      act: async (hands) => {
        ((await hands.see('summary')) as HTMLElement).click();
      },
    },
  ),
  component('copy-field', 'Copy field', () => (
    <>
      <CopyField
        label="Redirect URI"
        value="https://efpjjpodlkkajmkjpljlpnnbpajdcbnc.chromiumapp.org/"
        hint="Belongs into the app registration."
      />
      <Samples title="a link to copy">
        <CopyConsentLink url="https://login.microsoftonline.com/contoso.com/v2.0/adminconsent" />
      </Samples>
      <CodeBlock
        label="Commands"
        text={'az login\naz ad app create --display-name Hoist \\\n  --sign-in-audience AzureADMyOrg'}
      />
    </>
  )),
  component(
    'copied',
    'Copied, and not copied',
    () => (
      <CopyField label="Redirect URI" value="https://efpjjpodlkkajmkjpljlpnnbpajdcbnc.chromiumapp.org/" />
    ),
    {
      prepare: (page) => {
        Object.assign(page, { copyText: () => Promise.reject(new Error('closed')) });
      },
      act: async (hands) => {
        ((await hands.see('button')) as HTMLElement).click();
        await hands.see('[role="alert"]');
      },
    },
  ),
  component('empty-state', 'Empty state', () => (
    <>
      <EmptyState icon={searchIcon} title="Nothing found for “owner”">
        The search looks at the names of roles and scopes.
      </EmptyState>
      <EmptyState
        picture={<Mark size={48} />}
        title="Sign in to see your roles"
        actions={
          <>
            <Button kind="primary">Sign in</Button>
            <Button kind="quiet">What is this?</Button>
          </>
        }
      >
        Hoist lists what you are eligible for, and activates it.
      </EmptyState>
      <EmptyState icon={keyIcon} title="You have no eligible roles" />
    </>
  )),
  component('small', 'Spinner, highlights, promises, mark', () => (
    <>
      <Samples title="spinner">
        <Spinner size={16} />
        <Spinner />
        <Spinner size={32} label="Signing in" />
      </Samples>
      <Stack title="highlighted">
        <p>
          <Highlighted
            text="Owner on management group IT"
            marks={[
              [0, 3],
              [26, 28],
            ]}
          />
        </p>
      </Stack>
      <Stack title="promises">
        <Promises title="What it never does" items={never} icon={icons.dismissIcon} />
      </Stack>
      <Samples title="mark">
        <Mark size={16} />
        <Mark size={24} />
        <Mark size={32} />
        <Mark size={48} label="Hoist" />
      </Samples>
    </>
  )),
  component('icons', 'Icons', () => (
    <Samples title="20, 16 and 32 px">
      {Object.entries(icons).map(([name, icon]) => (
        <Icon key={name} of={icon} label={name} />
      ))}
      <Icon of={keyIcon} size={16} />
      <Icon of={keyIcon} size={32} />
    </Samples>
  )),
  component(
    'sheet',
    'Sheet',
    () => (
      <Sheet
        title="Activate Owner on management group IT with a title too long for one line"
        closeLabel="Back"
        onClose={() => undefined}
      >
        <div class="samples">
          <Banner kind="info" title="A modal view over the whole page" />
        </div>
      </Sheet>
    ),
    { size: popupSize, body: 'popup' },
  ),
];
