import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyTenant } from '../emulator/seeds/contoso.ts';
import { exitCodeOf } from '../tour/runner.ts';
import { playTour } from '../tour/tour.ts';

const [popup, page] = [400, 1280];
/** Every step that the README promises, and how wide its picture is. */
const widths: Readonly<Record<string, number>> = {
  Welcome: page,
  'Sign in': page,
  List: popup,
  Search: popup,
  'Portal refused': page,
  Form: popup,
  Activate: popup,
  'Portal prompt': page,
  'Portal allowed': page,
  Deactivate: popup,
  'Activate last role': popup,
  Verify: popup,
  Group: popup,
  Approve: popup,
  'Sign out': popup,
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hoist-tour-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Width of a PNG in pixels. */
async function widthOf(file: string): Promise<number> {
  const png = await readFile(file);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  return png.readUInt32BE(16);
}

describe('the tour', () => {
  it('passes every step, says what was seen, and leaves a picture of each', async () => {
    const lines: string[] = [];
    const results = await playTour({ folder, print: (line) => lines.push(line) });
    const failed = results.filter(({ outcome }) => outcome !== 'passed');
    expect(failed.map(({ name, said }) => `${name}: ${said}`)).toEqual([]);
    expect(results.map(({ name }) => name)).toEqual(Object.keys(widths));
    expect(lines).toHaveLength(results.length);
    expect(lines[2]).toBe(
      ' 3  List: 16 Entra roles, 23 Azure roles, 18 of them on subscriptions that Ada cannot see yet, ' +
        'and 11 memberships and ownerships of groups',
    );
    for (const { name, picture } of results)
      expect([name, await widthOf(picture)]).toEqual([name, widths[name]]);
  }, 180_000);

  it('fails where the cloud has nothing to list, and keeps a picture of what stood there', async () => {
    const results = await playTour({
      folder,
      print: () => {},
      cloud: { seed: emptyTenant({ now: Date.now() }) },
    });
    const [welcome, signIn, list, ...later] = results.map(({ outcome }) => outcome);
    expect([welcome, signIn, list]).toEqual(['passed', 'passed', 'failed']);
    expect(new Set(later)).toEqual(new Set(['not played']));
    expect(exitCodeOf(results)).toBe(1);
    expect(await widthOf(join(folder, '03-list.png'))).toBe(popup);
  }, 180_000);
});
