import { expect } from 'vitest';
import type { Hoist } from './hoist.ts';

/** Closes what a test opened, and fails where a page or the worker had reported an error by then. */
export async function closeWithoutErrors(hoist: Hoist | undefined): Promise<void> {
  const errors = await hoist?.chromium.errors.list();
  await hoist?.close();
  expect(errors).toEqual([]);
}
