import { cleanup } from '@testing-library/preact';
import { vi } from 'vitest';

/** After a test that drew something and may have changed timers or what the browser says of itself. */
export function putBack(): void {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
}
