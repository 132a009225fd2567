/** What the configuration says of a scan, in the terms of the pipeline: the command and the functions scan alike. */
import { hash } from 'node:crypto';
import type { ExpectedUnknown } from '#engine/expected-unknowns.ts';
import type { Check } from '#model/check.ts';
import type { ScanOptions } from '#pipeline/scan-options.ts';
import { ownerTagsOf } from './owners.ts';
import type { Configuration } from './schema.ts';
import { misspeltKinds, selectChecks } from './select-checks.ts';

export type ScanSettings = Pick<
  ScanOptions,
  | 'checks'
  | 'catalogue'
  | 'estate'
  | 'scope'
  | 'notices'
  | 'expectedUnknowns'
  | 'ownerTags'
  | 'concurrency'
  | 'asked'
>;

/**
 * @param catalogue all checks there are.
 * @throws UsageError where the configuration names a check that is not there, or leaves none.
 */
export const scanSettingsOf = (configuration: Configuration, catalogue: readonly Check[]): ScanSettings => ({
  checks: selectChecks(catalogue, {
    ...configuration.checks,
    severity: configuration.severity,
    kinds: configuration.kinds,
    providers: configuration.providers,
  }),
  catalogue,
  estate: configuration.estate,
  scope: {
    accounts: [...listOf(configuration.aws.accounts), ...listOf(configuration.azure.subscriptions)],
    regions: listOf(configuration.aws.regions),
    kinds: configuration.kinds,
    severity: configuration.severity,
  },
  notices: misspeltKinds(catalogue, configuration.kinds),
  expectedUnknowns: expectedOf(configuration),
  ownerTags: ownerTagsOf(configuration),
  concurrency: configuration.concurrency,
  asked: askedOf(configuration),
});

export const expectedOf = ({ expectedUnknowns }: Configuration): readonly ExpectedUnknown[] =>
  expectedUnknowns.map(({ until, ...line }) => (until === undefined ? line : { ...line, until }));

/** What does not decide of what is read and judged: it may be another for a scan that is resumed. */
const undecided = new Set<string>([
  'alerts',
  'output',
  'report',
  'store',
  'failOn',
  'allowIncomplete',
  'exceptions',
  'attestations',
  'concurrency',
] satisfies readonly (keyof Configuration)[]);

const askedOf = (configuration: Configuration): Readonly<Record<string, string>> => {
  const deciding = Object.entries(configuration).filter(([key]) => !undecided.has(key));
  const text = JSON.stringify(Object.fromEntries(deciding));
  return { configuration: hash('sha256', text, 'hex').slice(0, 16) };
};

const listOf = (asked: string | readonly string[]): readonly string[] =>
  typeof asked === 'string' ? [] : asked;
