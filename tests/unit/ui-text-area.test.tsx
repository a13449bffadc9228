// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { TextArea } from '../../src/ui/text-area.tsx';
import { createTestPage } from './ui-harness.tsx';

afterEach(cleanup);

const ignore = () => {};

describe('a field of several lines', () => {
  it('says when it takes no more, in place of its hint', () => {
    const { Page } = createTestPage();
    const show = (value: string) => (
      <TextArea label="Justification" hint="Others read it." value={value} maxLength={500} onValue={ignore} />
    );
    const { rerender } = render(show('x'.repeat(499)), { wrapper: Page });
    const field = screen.getByLabelText('Justification');
    const described = () => document.getElementById(field.getAttribute('aria-describedby')!)?.textContent;
    expect(described()).toBe('Others read it.');
    expect(screen.queryByRole('status')).toBeNull();
    rerender(show('x'.repeat(500)));
    expect(described()).toBe('The text is full: 500 characters. What did not fit was left out.');
    expect(screen.getByRole('status').textContent).toContain('500');
  });
});
