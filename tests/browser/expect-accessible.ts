import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { axeViolations, smallTargets } from './page-checks.ts';
import { preferColorScheme } from './screenshot.ts';

/** In both colour schemes without a violation, and with nothing too small to be hit. */
export async function expectAccessible(page: Page): Promise<void> {
  await preferColorScheme(page, 'light');
  expect(await axeViolations(page), 'light').toEqual([]);
  expect(await smallTargets(page)).toEqual([]);
  // Of all rules one alone depends on the scheme.
  await preferColorScheme(page, 'dark');
  expect(await axeViolations(page, ['color-contrast']), 'dark').toEqual([]);
}
