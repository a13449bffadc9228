// @vitest-environment happy-dom
import { signal } from '@preact/signals';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EligibilityList } from '../../src/domain/lists.ts';
import { SourceFailure } from '../../src/popup/source-failure.tsx';
import { StatusLine } from '../../src/popup/status-line.tsx';
import { createTestPage, eligibility, minute, noon } from './ui-harness.tsx';
import { sayOnline } from './network.ts';
import { putBack } from './put-back.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(putBack);

const rows = [eligibility('Reader')];
const threeHours = 180 * minute;

function open(...lists: EligibilityList[]) {
  const page = createTestPage();
  render(<StatusLine lists={signal(lists)} now={noon} />, { wrapper: page.Page });
  return page;
}

const pastGrace = () => vi.advanceTimersByTimeAsync(5_000);

describe('the line under the rows', () => {
  it('is a live region that stands there empty while everything is as usual', async () => {
    open({ rows, readAt: noon - minute });
    await pastGrace();
    const place = screen.getByRole('status');
    expect(place.textContent).toBe('');
    expect(place.childElementCount).toBe(0);
  });

  it('says that there is no network and how old the lists are, and goes with it', async () => {
    open({ rows, readAt: noon - 14 * minute }, { rows, readAt: noon - minute });
    sayOnline(false);
    await waitFor(() =>
      expect(screen.getByTestId('offline').textContent).toMatch(/You are offline\..*14 min ago/),
    );
    sayOnline(true);
    await waitFor(() => expect(screen.queryByTestId('offline')).toBeNull());
  });

  it('says that the first reading is under way', () => {
    open({ rows: [], readingSince: noon });
    expect(screen.getByTestId('first-reading').textContent).toContain('for the first time');
  });

  it('says of old lists that they are old, but not before this popup has had them read', async () => {
    const page = open({ rows, readAt: noon - threeHours }, { rows, readAt: noon });
    expect(screen.queryByTestId('stale')).toBeNull();
    await pastGrace();
    await waitFor(() => expect(screen.getByTestId('stale').textContent).toContain('3 h ago'));
    fireEvent.click(screen.getByTestId('stale-refresh'));
    expect(page.sentAs('refreshRoles')).toEqual([{}]);
  });

  it('leaves the age of lists that failed to what is said of the failure', async () => {
    open({ rows, readAt: noon - threeHours, failure: { kind: 'timeout' } });
    await pastGrace();
    expect(screen.queryByTestId('stale')).toBeNull();
  });
});

describe('a source that could not be reached', () => {
  const draw = (readAt: number | undefined) =>
    render(
      <SourceFailure
        source="azure"
        list="eligible"
        title="The Azure roles could not be read."
        failure={{ kind: 'offline' }}
        readAt={readAt}
        now={noon}
      />,
      { wrapper: createTestPage().Page },
    );

  it('is told by its own note while the browser has a network', () => {
    draw(noon);
    expect(screen.getByTestId('source-failure')).toBeTruthy();
  });

  it('is told by the line alone without one, where there are rows to show', async () => {
    sayOnline(false);
    draw(noon);
    expect(screen.queryByTestId('source-failure')).toBeNull();
    cleanup();
    draw(undefined);
    expect(screen.getByTestId('source-failure')).toBeTruthy();
  });
});
