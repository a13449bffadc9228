import { describe, expect, it } from 'vitest';
import { countVitest, sum, totalLine } from '../run-counts.ts';

function file(states: string[], { status = 'passed', message = '' } = {}) {
  return {
    name: '/repo/tests/a.test.ts',
    status,
    message,
    assertionResults: states.map((s) => ({ status: s })),
  };
}

function count(testResults: unknown[], exitCode: number | null = 0) {
  return countVitest({ project: 'unit', report: { testResults }, exitCode });
}

describe('counting a vitest report', () => {
  it('adds up the states of the tests over all files', () => {
    const files = [
      file(['passed', 'passed', 'skipped']),
      file(['failed', 'passed', 'todo'], { status: 'failed' }),
    ];
    expect(count(files, 1)).toEqual({ passed: 3, failed: 1, skipped: 2, problems: [] });
  });

  it('counts a file that could not be loaded as one failure, and says why', () => {
    const broken = file([], { status: 'failed', message: 'Cannot find module ./gone.ts' });
    const counted = count([file(['passed']), broken], 1);
    expect(counted).toMatchObject({ passed: 1, failed: 1, skipped: 0 });
    expect(counted.problems).toEqual([expect.stringContaining('Cannot find module ./gone.ts')]);
  });

  it('counts a failed hook, whose tests vitest calls skipped, as a failure', () => {
    const counted = count([file(['skipped', 'skipped'], { status: 'failed' })], 1);
    expect(counted).toMatchObject({ passed: 0, failed: 1, skipped: 2 });
    expect(counted.problems).toEqual([expect.stringContaining('a hook or the file itself failed')]);
  });

  it('counts a test that never ended as failed', () => {
    expect(count([file(['passed', 'pending'])], 1)).toMatchObject({ passed: 1, failed: 1 });
  });

  it.each([1, 137, null])('does not believe green tests beside exit code %s', (exitCode) => {
    const counted = count([file(['passed'])], exitCode);
    expect(counted).toMatchObject({ passed: 1, failed: 1 });
    expect(counted.problems).toHaveLength(1);
  });

  it.each([
    ['no files', []],
    ['an empty file', [file([])]],
    ['nothing but skipped tests', [file(['skipped', 'skipped'])]],
  ])('calls a project in which no test ran failed: %s', (_, files) => {
    const counted = count(files);
    expect(counted.failed).toBe(1);
    expect(counted.problems).toEqual(['unit: no test ran']);
  });

  it.each([undefined, null, 'text', {}, { testResults: 'many' }, { testResults: [{ name: 'x' }] }])(
    'counts a missing or foreign report as a failure: %j',
    (report) => {
      const counted = countVitest({ project: 'e2e', report, exitCode: 0 });
      expect(counted).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
      expect(counted.problems).toEqual(['e2e: vitest ended without a report (exit 0)']);
    },
  );
});

describe('the last line', () => {
  it('names skipped tests only where there are some', () => {
    expect(totalLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
    expect(totalLine({ passed: 12, failed: 1, skipped: 3 })).toBe('12 passed, 1 failed, 3 skipped');
  });

  it('is made of the sums', () => {
    const parts = [
      { passed: 1, failed: 2, skipped: 3 },
      { passed: 10, failed: 20, skipped: 30 },
    ];
    expect(sum(parts)).toEqual({ passed: 11, failed: 22, skipped: 33 });
    expect(sum([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});
