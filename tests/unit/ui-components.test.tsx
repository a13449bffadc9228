// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Banner } from '../../src/ui/banner.tsx';
import { Button } from '../../src/ui/button.tsx';
import { CopyField } from '../../src/ui/copy-field.tsx';
import { FailureNote } from '../../src/ui/failure-note.tsx';
import { Highlighted } from '../../src/ui/highlighted.tsx';
import { Icon } from '../../src/ui/icon.tsx';
import * as icons from '../../src/ui/icons.ts';
import { Sheet } from '../../src/ui/sheet.tsx';
import { TextArea } from '../../src/ui/text-area.tsx';
import { TextField } from '../../src/ui/text-field.tsx';
import { createTestPage } from './ui-harness.tsx';

afterEach(cleanup);

describe('icons', () => {
  it.each(Object.entries(icons))('%s is drawn from the paths of its file', (_, svg) => {
    const { container } = render(<Icon of={svg} />);
    const paths = [...container.querySelectorAll('path')].map((path) => path.getAttribute('d'));
    expect(paths.length).toBeGreaterThan(0);
    expect(paths).toHaveLength(svg.split('<path').length - 1);
    for (const d of paths) expect(d).toMatch(/^[Mm][\d.]/);
  });

  it('are decoration unless they are named', () => {
    const { container } = render(<Icon of={icons.checkIcon} />);
    expect(container.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
    render(<Icon of={icons.checkIcon} label="Add" />);
    expect(screen.getByRole('img', { name: 'Add' })).toBeTruthy();
  });
});

describe('a button', () => {
  it('is no submit button unless it is told to be', () => {
    render(<Button>Go</Button>);
    expect(screen.getByRole('button', { name: 'Go' }).getAttribute('type')).toBe('button');
  });

  it('that is busy cannot be pressed, says so and keeps the focus', () => {
    const onClick = vi.fn();
    const { rerender } = render(<Button onClick={onClick}>Go</Button>);
    const button = screen.getByRole('button');
    button.focus();
    rerender(
      <Button onClick={onClick} busy>
        Go
      </Button>,
    );
    fireEvent.click(button);
    expect(onClick).not.toHaveBeenCalled();
    expect(button.getAttribute('aria-busy')).toBe('true');
    expect(document.activeElement).toBe(button);
  });
});

describe.each([
  ['TextField', TextField],
  ['TextArea', TextArea],
] as const)('%s', (_, Control) => {
  it('names its control and describes it by the hint, then by what is wrong', () => {
    const props = { label: 'Client id', value: '', onValue: () => undefined, hint: 'A GUID' };
    const { rerender } = render(<Control {...props} />, { wrapper: createTestPage().Page });
    const control = screen.getByLabelText('Client id');
    const description = () =>
      document.getElementById(control.getAttribute('aria-describedby') ?? '')?.textContent;
    expect(description()).toBe('A GUID');
    expect(control.hasAttribute('aria-invalid')).toBe(false);
    rerender(<Control {...props} error="Not a GUID" />);
    expect(description()).toBe('Not a GUID');
    expect(control.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByRole('alert').textContent).toBe('Not a GUID');
  });

  it('hands on what is typed', () => {
    const onValue = vi.fn();
    render(<Control label="Client id" value="" onValue={onValue} />, { wrapper: createTestPage().Page });
    fireEvent.input(screen.getByLabelText('Client id'), { target: { value: 'abc' } });
    expect(onValue).toHaveBeenCalledWith('abc');
  });
});

describe('a banner', () => {
  it('is read out where it appears, an error at once', () => {
    render(<Banner kind="info" title="Note" live />);
    expect(screen.getByRole('status').textContent).toBe('Note');
    render(<Banner kind="error" title="Wrong" live />);
    expect(screen.getByRole('alert').textContent).toBe('Wrong');
  });
});

describe('a copy field', () => {
  it('copies its value and says that it did', async () => {
    const page = createTestPage();
    render(<CopyField label="Redirect URI" value="https://x.test/" />, { wrapper: page.Page });
    fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await screen.findByRole('button', { name: 'Copied' })).toBeTruthy();
    expect(page.copied).toEqual(['https://x.test/']);
  });

  it('says so where the clipboard is closed, and selects the value', async () => {
    const page = createTestPage();
    const closed = { ...page, copyText: () => Promise.reject(new Error('closed')) };
    const { ServicesProvider } = await import('../../src/ui/services.ts');
    render(
      <ServicesProvider value={closed}>
        <CopyField label="Redirect URI" value="https://x.test/" />
      </ServicesProvider>,
    );
    fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
    expect((await screen.findByRole('alert')).textContent).toContain('selected');
    const input = screen.getByLabelText<HTMLInputElement>('Redirect URI');
    expect([input.selectionStart, input.selectionEnd]).toEqual([0, input.value.length]);
  });
});

describe('a highlighted text', () => {
  it('keeps its words and marks the pieces', () => {
    const { container } = render(
      <Highlighted
        text="rg-shop-prod"
        marks={[
          [0, 2],
          [8, 12],
        ]}
      />,
    );
    expect(container.textContent).toBe('rg-shop-prod');
    expect([...container.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['rg', 'prod']);
  });
});

describe('a sheet', () => {
  it('is a named modal dialog that Escape closes without closing what is around it', () => {
    const onClose = vi.fn();
    render(
      <Sheet title="Activate role" closeLabel="Close" onClose={onClose}>
        <button type="button" data-first-focus>
          Go
        </button>
      </Sheet>,
      { wrapper: createTestPage().Page },
    );
    const dialog = screen.getByRole('dialog', { name: 'Activate role' });
    expect(document.activeElement?.textContent).toBe('Go');
    const unhandled = fireEvent.keyDown(dialog, { key: 'Escape' });
    expect(onClose).toHaveBeenCalledOnce();
    expect(unhandled).toBe(false);
  });

  it('gives the focus back to what opened it', async () => {
    const page = createTestPage();
    const view = (open: boolean) => (
      <>
        <button type="button">Opener</button>
        {open && (
          <Sheet title="Activate role" closeLabel="Close" onClose={() => undefined}>
            <button type="button">Go</button>
          </Sheet>
        )}
      </>
    );
    const { rerender } = render(view(false), { wrapper: page.Page });
    screen.getByText('Opener').focus();
    rerender(view(true));
    screen.getByText('Go').focus();
    rerender(view(false));
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Opener'));
  });
});

describe('a failure', () => {
  const failure = {
    kind: 'consentMissing',
    code: 'AADSTS65001',
    message: 'AADSTS65001: not consented',
    status: 400,
    facts: { consentUrl: 'https://consent.test/', requestId: 'r-1' },
  } as const;

  it('shows its sentences, and the raw code behind one click', () => {
    render(<FailureNote failure={failure} about="roles" />, { wrapper: createTestPage().Page });
    expect(screen.getByTestId('failure').textContent).toContain('not granted Hoist all the permissions');
    const details = screen.getByTestId('failure-details');
    expect(details.closest('details')?.open).toBe(false);
    for (const raw of ['AADSTS65001', 'not consented', '400', 'r-1'])
      expect(details.textContent).toContain(raw);
  });

  it('copies the link for the administrator', async () => {
    const page = createTestPage();
    render(<FailureNote failure={failure} about="roles" />, { wrapper: page.Page });
    fireEvent.click(screen.getByTestId('copy-consent'));
    expect(await screen.findByText('Link copied')).toBeTruthy();
    expect(page.copied).toEqual(['https://consent.test/']);
  });

  it.each([
    ['signInInterrupted', 'Sign in', [{ command: 'signIn', args: {} }], []],
    ['roleVanished', 'Refresh the list', [{ command: 'refreshRoles', args: {} }], []],
    ['wrongTenant', 'Open the settings', [], ['options']],
  ] as const)('%s offers "%s"', (kind, name, sent, opened) => {
    const page = createTestPage();
    render(<FailureNote failure={{ kind }} about="signIn" />, { wrapper: page.Page });
    fireEvent.click(screen.getByRole('button', { name }));
    expect(page.sent).toEqual(sent);
    expect(page.opened).toEqual(opened);
  });

  it('has no empty details', () => {
    render(<FailureNote failure={{ kind: 'offline' }} about="roles" />, { wrapper: createTestPage().Page });
    expect(screen.queryByTestId('failure-details')).toBeNull();
  });
});
