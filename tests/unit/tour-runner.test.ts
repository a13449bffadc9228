import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasDisplay } from '../tour/display.ts';
import { exitCodeOf, type PlayOptions, playSteps, type Step } from '../tour/runner.ts';

type World = { readonly log: string[] };

let folder: string;
let world: World;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hoist-tour-'));
  world = { log: [] };
  lines = [];
});
afterEach(() => rm(folder, { recursive: true }));

const play = (steps: readonly Step<World>[], more: Partial<PlayOptions<World>> = {}) =>
  playSteps({ steps, world, folder, print: (line) => lines.push(line), ...more });

/** A step that does as a good one does. */
const good = (name: string): Step<World> => ({
  name,
  async run({ log }, picture) {
    log.push(name);
    await writeFile(picture, 'a picture');
    return `${name} was seen`;
  },
});

describe('the runner of the tour', () => {
  it('plays every step in turn, prints a line for each, and names its picture after it', async () => {
    const results = await play([good('List'), good('Activate last role')]);
    expect(world.log).toEqual(['List', 'Activate last role']);
    expect(lines).toEqual([' 1  List: List was seen', ' 2  Activate last role: Activate last role was seen']);
    expect(results.map(({ picture }) => basename(picture))).toEqual([
      '01-list.png',
      '02-activate-last-role.png',
    ]);
    expect((await readdir(folder)).toSorted()).toEqual(['01-list.png', '02-activate-last-role.png']);
    expect(exitCodeOf(results)).toBe(0);
  });

  it('says which step failed and what it expected, plays none after it, and asks for exit code 1', async () => {
    const failing: Step<World> = {
      name: 'Search',
      run: () => Promise.reject(new Error('Expected one role; there are none.')),
    };
    const pictured: string[] = [];
    const results = await play([good('List'), failing, good('Sign out')], {
      pictureOfFailure: async ({ log }, file) => void pictured.push(`${log.join()} ${basename(file)}`),
    });
    expect(world.log).toEqual(['List']);
    expect(lines.slice(1)).toEqual([
      ' 2  Search: FAILED. Expected one role; there are none.',
      ' 3  Sign out: not played',
    ]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['passed', 'failed', 'not played']);
    expect(pictured).toEqual(['List 02-search.png']);
    expect(exitCodeOf(results)).toBe(1);
  });

  it('fails a step that leaves no picture, or an empty one', async () => {
    const without: Step<World> = { name: 'Without', run: async () => 'seen' };
    const empty: Step<World> = {
      name: 'Empty',
      async run(_, picture) {
        await writeFile(picture, '');
        return 'seen';
      },
    };
    for (const step of [without, empty]) {
      const [result] = await play([step]);
      expect(result).toMatchObject({
        outcome: 'failed',
        said: expect.stringContaining('Expected a picture'),
      });
    }
  });

  it('fails a step that does not end, and one whose picture of the failure fails too', async () => {
    const endless: Step<World> = { name: 'Endless', run: () => new Promise(() => {}) };
    const results = await play([endless, good('Sign out')], {
      limitMs: 20,
      pictureOfFailure: () => Promise.reject(new Error('The page is gone.')),
    });
    expect(lines).toEqual([' 1  Endless: FAILED. Not done after 0.02 s.', ' 2  Sign out: not played']);
    expect(exitCodeOf(results)).toBe(1);
  });

  it('takes away the pictures of an earlier tour, and nothing else', async () => {
    await writeFile(join(folder, '09-old.png'), 'old');
    await writeFile(join(folder, 'notes.txt'), 'mine');
    await play([good('List')]);
    expect((await readdir(folder)).toSorted()).toEqual(['01-list.png', 'notes.txt']);
  });

  it('is not content with no step at all', () => {
    expect(exitCodeOf([])).toBe(1);
  });
});

describe('whether there is a display', () => {
  it.each([
    ['linux', {}, false],
    ['linux', { DISPLAY: '' }, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['darwin', {}, true],
    ['win32', {}, true],
  ] as const)('%s with %o: %s', (platform, env, expected) => {
    expect(hasDisplay(platform, env)).toBe(expected);
  });
});
