/** The first scan of somebody who has made no preparations: what it decides, how soon, and at what price. */
import { allChecks } from '#checks/index.ts';
import type { Check } from '#model/check.ts';
import type { Manifest } from '#model/scan.ts';
import { runScan } from '#pipeline/run-scan.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { awsSource } from '#sources/aws/source.ts';
import { memoryStore } from '#store/memory.ts';
import { plainScan } from '#test/support/plain-scan.ts';
import { sandboxOptions } from '../sandbox-options.ts';

export interface FirstScan {
  readonly manifest: Manifest;
  /** Account ids of which something was judged. */
  readonly judged: ReadonlySet<string>;
  /** Account ids that are unknown as a whole, or are not there to judge. */
  readonly unknown: ReadonlySet<string>;
  readonly excluded: ReadonlySet<string>;
  /** Checks that had a question and could not answer it. */
  readonly undecided: readonly string[];
  /** Milliseconds to the first failed check, and to the end. */
  readonly firstFinding: number;
  readonly end: number;
  readonly byAction: ReadonlyMap<string, number>;
}

export const firstScan = async (
  sandbox: Sandbox,
  options: Pick<AwsOptions, 'accounts'> & Partial<AwsOptions>,
): Promise<FirstScan> => {
  const checks = allChecks.filter((check) => check.on.some((kind) => kind.startsWith('AWS::')));
  const source = awsSource({
    ...sandboxOptions(sandbox),
    inventory: 'auto',
    ...options,
  });
  const started = performance.now();
  let firstFinding = Number.NaN;
  const { manifest, reader } = await runScan({
    ...plainScan,
    sources: [source],
    checks: checks.map((check) =>
      told(check, () => {
        if (Number.isNaN(firstFinding)) firstFinding = performance.now() - started;
      }),
    ),
    store: memoryStore(),
    estate: 'trial',
    concurrency: 8,
  });
  const end = performance.now() - started;
  const judged = new Set<string>();
  const unknown = new Set<string>();
  const excluded = new Set<string>();
  for await (const row of reader.coverage()) {
    if (row.account === '*') continue;
    if (row.kind !== '*' || row.region !== '*') {
      if (row.state === 'read') judged.add(row.account);
      continue;
    }
    (row.state === 'absent' ? excluded : unknown).add(row.account);
  }
  return {
    manifest,
    judged,
    unknown,
    excluded,
    undecided: Object.entries(manifest.counts)
      .filter(([, counts]) => counts.unknown > 0)
      .map(([id]) => id),
    firstFinding,
    end,
    byAction: source.usage().byAction,
  };
};

const told = (check: Check, onFail: () => void): Check => ({
  ...check,
  evaluate: ((parts: never, resource: never) => {
    const verdict = check.evaluate(parts, resource);
    if (verdict.verdict === 'fail') onFail();
    return verdict;
  }) as Check['evaluate'],
});
