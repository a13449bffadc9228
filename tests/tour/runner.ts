/** Plays steps one after the other, prints a line for each, and sees that each leaves its picture. */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Step<World> {
  /** What the step shows, in a word or two; its picture is named after it. */
  readonly name: string;
  /**
   * Does it, writes its picture to the file named, and says what was seen.
   * @throws Error that says what was expected
   */
  run(world: World, picture: string): Promise<string>;
}

export interface StepResult {
  readonly name: string;
  /** Path of the picture, whether or not it could be taken. */
  readonly picture: string;
  readonly outcome: 'passed' | 'failed' | 'not played';
  /** What was seen, or why it failed. */
  readonly said: string;
}

export interface PlayOptions<World> {
  readonly steps: readonly Step<World>[];
  readonly world: World;
  /** For the pictures; those of an earlier tour are removed. */
  readonly folder: string;
  readonly print: (line: string) => void;
  /** How long one step may take, in milliseconds. */
  readonly limitMs?: number;
  /** Takes a picture of what stood there when a step failed. */
  readonly pictureOfFailure?: (world: World, file: string) => Promise<void>;
}

/** Plays the steps until one fails: the later ones build on it and are not played. */
export async function playSteps<World>(options: PlayOptions<World>): Promise<StepResult[]> {
  const { steps, world, folder, print, limitMs = 120_000 } = options;
  await emptyFolder(folder);
  const results: StepResult[] = [];
  for (const [index, step] of steps.entries()) {
    const picture = join(folder, pictureName(index + 1, step.name));
    const failedBefore = results.some(({ outcome }) => outcome !== 'passed');
    const result: StepResult = failedBefore
      ? { name: step.name, picture, outcome: 'not played', said: 'not played' }
      : await play(step, world, picture, limitMs);
    results.push(result);
    print(lineOf(index + 1, result));
    if (result.outcome === 'failed') await options.pictureOfFailure?.(world, picture).catch(() => undefined);
  }
  return results;
}

/** 0 when every step passed, and there was one; 1 otherwise. */
export function exitCodeOf(results: readonly StepResult[]): 0 | 1 {
  return results.length > 0 && results.every(({ outcome }) => outcome === 'passed') ? 0 : 1;
}

async function play<World>(
  step: Step<World>,
  world: World,
  picture: string,
  limitMs: number,
): Promise<StepResult> {
  const { name } = step;
  try {
    const said = await within(limitMs, step.run(world, picture));
    const size = await stat(picture).then(
      ({ size }) => size,
      () => 0,
    );
    if (size === 0) throw new Error(`Expected a picture in ${picture}; there is none.`);
    return { name, picture, outcome: 'passed', said };
  } catch (error) {
    return { name, picture, outcome: 'failed', said: error instanceof Error ? error.message : String(error) };
  }
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not done after ${limitMs / 1000} s.`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function lineOf(number: number, { name, outcome, said }: StepResult): string {
  const words = outcome === 'failed' ? `FAILED. ${said}` : said;
  return `${String(number).padStart(2)}  ${name}: ${words}`;
}

/** `04-search.png` */
function pictureName(number: number, name: string): string {
  return `${String(number).padStart(2, '0')}-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.png`;
}

/** Pictures only: whoever names the wrong folder loses nothing else. */
async function emptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const old = (await readdir(folder)).filter((file) => file.endsWith('.png'));
  await Promise.all(old.map((file) => rm(join(folder, file))));
}
