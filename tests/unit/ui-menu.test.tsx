// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { Menu } from '../../src/ui/menu.tsx';

afterEach(cleanup);

function open() {
  const chosen: string[] = [];
  const keysOutside: string[] = [];
  const choose = (id: string) => () =>
    void chosen.push(`${id}, focus on ${document.activeElement?.textContent}`);
  render(
    <div onKeyDown={(event) => void keysOutside.push(event.key)}>
      <Menu
        label="More for Owner"
        testId="more"
        items={[
          { id: 'extend', text: 'Extend…', onChoose: choose('extend') },
          { id: 'rename', text: 'Rename…', onChoose: choose('rename') },
          {
            id: 'deactivate',
            text: 'Deactivate',
            note: 'from 12:05',
            isBlocked: true,
            onChoose: choose('x'),
          },
        ]}
      />
      <button type="button">elsewhere</button>
    </div>,
  );
  const button = screen.getByTestId('more');
  button.focus();
  fireEvent.click(button);
  const [extend, rename, deactivate] = screen.getAllByRole('menuitem');
  return { chosen, keysOutside, button, extend: extend!, rename: rename!, deactivate: deactivate! };
}

const press = (key: string) => fireEvent.keyDown(document.activeElement!, { key });

describe('a menu', () => {
  it('says that it is one, whether it is open, and begins with its first item', () => {
    const { button, extend } = open();
    expect(button.getAttribute('aria-haspopup')).toBe('menu');
    expect(button.getAttribute('aria-expanded')).toBe('true');
    expect(document.getElementById(button.getAttribute('aria-controls')!)).toBe(screen.getByRole('menu'));
    expect(screen.getByRole('menu').getAttribute('aria-label')).toBe('More for Owner');
    expect(document.activeElement).toBe(extend);
  });

  it('is gone through by arrows, Home, End and letters, round and round', () => {
    const { extend, rename, deactivate } = open();
    for (const [key, expected] of [
      ['ArrowDown', rename],
      ['ArrowDown', deactivate],
      ['ArrowDown', extend],
      ['ArrowUp', deactivate],
      ['Home', extend],
      ['End', deactivate],
      ['r', rename],
      ['R', rename],
      ['d', deactivate],
    ] as const) {
      press(key);
      expect(document.activeElement, key).toBe(expected);
    }
  });

  it.each(['Escape', 'a second click'])('closes at %s, with the focus on its button', (way) => {
    const { button, keysOutside, chosen } = open();
    // Unhandled, the key would close the popup; the rows behind have keys of their own.
    if (way === 'Escape') expect(press('Escape')).toBe(false);
    else fireEvent.click(button);
    expect(screen.queryByRole('menu')).toBeNull();
    expect(button.getAttribute('aria-expanded')).toBe('false');
    if (way === 'Escape') expect(document.activeElement).toBe(button);
    expect([...keysOutside, ...chosen]).toEqual([]);
  });

  it('closes at Tab, at a press outside, and when the focus goes elsewhere', () => {
    open();
    press('Tab');
    expect(screen.queryByRole('menu')).toBeNull();
    cleanup();
    open();
    fireEvent.pointerDown(screen.getByText('elsewhere'));
    expect(screen.queryByRole('menu')).toBeNull();
    cleanup();
    open();
    fireEvent.focusIn(screen.getByText('elsewhere'));
    expect(screen.queryByRole('menu')).toBeNull();
  });

  it('carries out an item after it has closed, and a blocked one not at all', () => {
    const { chosen, rename, button } = open();
    button.textContent = 'the button';
    fireEvent.click(screen.getByTestId('menu-deactivate'));
    expect(screen.getByTestId('menu-deactivate').getAttribute('aria-disabled')).toBe('true');
    expect(screen.getByRole('menu')).toBeTruthy();
    fireEvent.click(rename);
    expect(chosen).toEqual(['rename, focus on the button']);
    expect(screen.queryByRole('menu')).toBeNull();
  });
});
