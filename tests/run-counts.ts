/** How many checks passed, failed and were skipped. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What one vitest project came to, with a sentence for each failure that no single test stands for. */
export interface ProjectCounts extends Counts {
  readonly problems: readonly string[];
}

/** How the vitest process ended, and what it wrote: `report` is undefined where there was no readable JSON. */
export interface VitestOutcome {
  readonly project: string;
  readonly report: unknown;
  readonly exitCode: number | null;
}

interface ReportedFile {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly { readonly status: string }[];
}

const nothing: Counts = { passed: 0, failed: 0, skipped: 0 };

export function sum(counts: readonly Counts[]): Counts {
  return counts.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    nothing,
  );
}

/** The last line of a run: `3 passed, 0 failed`, with `, 1 skipped` only where something was skipped. */
export function totalLine({ passed, failed, skipped }: Counts): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

/**
 * Counts the report of vitest's `json` reporter. What the tests' own states do not show is a failure as well: no
 * report, a file that could not be loaded or whose hook failed, a test that never ended, a bad exit code with
 * everything green (an unhandled error), and a project in which no test ran.
 */
export function countVitest({ project, report, exitCode }: VitestOutcome): ProjectCounts {
  const files = reportedFiles(report);
  if (!files) {
    return {
      ...nothing,
      failed: 1,
      problems: [`${project}: vitest ended without a report (exit ${exitCode})`],
    };
  }
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  const problems: string[] = [];
  for (const file of files) {
    const count = (...states: string[]) =>
      file.assertionResults.filter((test) => states.includes(test.status)).length;
    const filePassed = count('passed');
    const fileSkipped = count('skipped', 'todo', 'disabled');
    // Everything else failed, or was still running when vitest gave up.
    let fileFailed = file.assertionResults.length - filePassed - fileSkipped;
    if (fileFailed === 0 && file.status !== 'passed') {
      fileFailed = 1;
      problems.push(`${file.name}: ${file.message || 'a hook or the file itself failed'}`);
    }
    passed += filePassed;
    failed += fileFailed;
    skipped += fileSkipped;
  }
  if (failed === 0 && exitCode !== 0) {
    failed += 1;
    problems.push(`${project}: every test passed, but vitest ended with exit ${exitCode}`);
  }
  if (failed === 0 && passed === 0) {
    failed += 1;
    problems.push(`${project}: no test ran`);
  }
  return { passed, failed, skipped, problems };
}

function reportedFiles(report: unknown): ReportedFile[] | undefined {
  if (typeof report !== 'object' || report === null || !('testResults' in report)) return undefined;
  const files: unknown = report.testResults;
  return Array.isArray(files) && files.every(isReportedFile) ? files : undefined;
}

function isReportedFile(file: unknown): file is ReportedFile {
  if (typeof file !== 'object' || file === null) return false;
  const { name, status, message, assertionResults } = file as Partial<Record<keyof ReportedFile, unknown>>;
  return (
    typeof name === 'string' &&
    typeof status === 'string' &&
    typeof message === 'string' &&
    Array.isArray(assertionResults) &&
    assertionResults.every(
      (test: unknown) => typeof (test as { status?: unknown } | null)?.status === 'string',
    )
  );
}
