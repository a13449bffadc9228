/** Microsoft's schemas and recorded bodies, which lie beside a developer's checkout and are not ours to ship. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../shared/specs', import.meta.url));

export const hasSpecs = existsSync(folder);

/** What a skipped suite is called, so that nobody takes its silence for success. */
export const specsSuite = hasSpecs ? 'against ../shared/specs' : 'NOT CHECKED: ../shared/specs is missing';

if (!hasSpecs) {
  console.warn('Skipped: ../shared/specs is missing, so the embedded cloud is not checked against it.');
}

export function specText(path: string): string {
  return readFileSync(`${folder}/${path}`, 'utf8');
}

export function spec<T = Record<string, unknown>>(path: string): T {
  return JSON.parse(specText(path)) as T;
}
