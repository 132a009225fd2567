/** A scan of the sandbox that keeps what every check answered about every resource, which a scan itself does not. */
import type { Check } from '#model/check.ts';
import type { UnknownRow } from '#model/finding.ts';
import type { Identity } from '#model/resource.ts';
import type { Manifest, ScanReader } from '#model/scan.ts';
import type { Source } from '#model/source.ts';
import type { Verdict } from '#model/verdict.ts';
import { runScan } from '#pipeline/run-scan.ts';
import type { ScanOptions } from '#pipeline/scan-options.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { awsSource } from '#sources/aws/source.ts';
import { memoryStore } from '#store/memory.ts';
import { plainScan } from './plain-scan.ts';

/** AWS Config of each account, an aggregator, or the services themselves. */
export type Route = 'config' | 'config-aggregator' | 'direct';

/** One question: a check about a resource. */
export interface Answer {
  readonly check: string;
  readonly account: string;
  readonly region: string;
  readonly kind: string;
  readonly id: string;
  /** As the check gave it; what the engine answered by itself is in {@link AnsweredScan.unknowns}. */
  readonly verdict: Verdict['verdict'];
}

export interface AnsweredScan {
  /** By {@link questionKey}. */
  readonly answers: ReadonlyMap<string, Answer>;
  readonly unknowns: readonly UnknownRow[];
  readonly manifest: Manifest;
  /** Findings without their scan's own number and times, sorted as the scan sorts them. */
  readonly fails: readonly string[];
  readonly reader: ScanReader;
}

export const questionKey = (answer: Omit<Answer, 'verdict'>): string =>
  [answer.check, answer.account, answer.region, answer.kind, answer.id].join('|');

export const awsOptionsFor = (
  sandbox: Sandbox,
  route: Route,
  more: Partial<AwsOptions> = {},
): AwsOptions => ({
  accounts: 'organization',
  regions: 'enabled',
  role: { name: 'PlumblineReader', externalId: 'meridian-audit' },
  ...(route === 'config-aggregator'
    ? { aggregator: { name: 'meridian-organization', region: sandbox.homeRegion } }
    : {}),
  inventory: route === 'direct' ? 'direct' : 'config',
  kinds: [],
  partners: [],
  homeRegion: sandbox.homeRegion,
  endpoint: sandbox.endpoint,
  credentials: sandbox.credentials,
  callsPerSecond: 100_000,
  attempts: 3,
  timeout: 5_000,
  // Back-off that waits a millisecond: what is tested is what comes after it.
  backoffBase: 1,
  ...more,
});

export const answeredScan = (
  aws: AwsOptions,
  checks: readonly Check[],
  more: Partial<ScanOptions> = {},
): Promise<AnsweredScan> => answeredScanOf([awsSource(aws)], checks, more);

export const answeredScanOf = async (
  sources: readonly Source[],
  checks: readonly Check[],
  more: Partial<ScanOptions> = {},
): Promise<AnsweredScan> => {
  const answers = new Map<string, Answer>();
  const { manifest, reader } = await runScan({
    ...plainScan,
    sources,
    checks: checks.map((check) => listening(check, answers)),
    store: memoryStore(),
    estate: 'meridian',
    ...more,
  });
  const unknowns = await Array.fromAsync(reader.unknowns());
  const fails: string[] = [];
  for await (const finding of reader.findings()) {
    if (finding.state === 'resolved') continue;
    const { check, account, region, kind, id, severity, evidence, fingerprint } = finding;
    fails.push(JSON.stringify({ check, account, region, kind, id, severity, evidence, fingerprint }));
  }
  return { answers, unknowns, manifest, fails, reader };
};

const listening = (check: Check, answers: Map<string, Answer>): Check => ({
  ...check,
  evaluate: ((parts: never, resource: Identity) => {
    const verdict = check.evaluate(parts, resource as never);
    const { account, region, kind, id } = resource;
    const answer: Answer = { check: check.id, account, region, kind, id, verdict: verdict.verdict };
    answers.set(questionKey(answer), answer);
    return verdict;
  }) as Check['evaluate'],
});

/** Rows that leave this question open: of the resource itself, or of a listing that should have held it. */
export const unknownsFor = (scan: AnsweredScan, asked: Omit<Answer, 'verdict'>): readonly UnknownRow[] =>
  scan.unknowns.filter(
    (row) =>
      row.checks.includes(asked.check) &&
      row.kind === asked.kind &&
      (row.account === asked.account || row.account === '*') &&
      (row.region === asked.region || row.region === '*') &&
      (row.resources.includes(asked.id) || row.resources.includes('*')),
  );
