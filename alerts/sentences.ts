/** The sentences of a message, as docs/alerts.md shows them: one builder for every channel. */
import type { Finding } from '#model/finding.ts';
import type { Manifest } from '#model/scan.ts';
import type { Severity } from '#model/severity.ts';
import { severities } from '#model/severity.ts';
import type { FindingChange } from '#model/transition.ts';
import type { BySeverity } from '#reports/facts/ledger.ts';
import { sumSeverities, wholeLedger } from '#reports/facts/ledger.ts';
import { cleanName, cutEnd, cutMiddle } from '#reports/text/clean.ts';
import { count, percent, plural, utcDay } from '#reports/text/numbers.ts';
import { accountName } from '#reports/text/wording.ts';
import type { LostCoverage } from './lost-coverage.ts';
import type { ExceptionEnd, Tally } from './tally.ts';

export const estateRoom = 40;

export const estateOf = (manifest: Manifest): string =>
  cutMiddle(cleanName(manifest.estate), estateRoom) || 'the estate';

export const accountOf = (manifest: Manifest, account: string): string =>
  cutMiddle(accountName(manifest, account), estateRoom);

const word: Readonly<Record<FindingChange, string>> = {
  drifted: 'drift',
  new: 'new',
  worse: 'worse',
  reopened: 'reopened',
  resolved: 'resolved',
};

/** "CRITICAL drift in ledger-prod: db-ledger accepts …". */
export const singleHeadline = (
  change: FindingChange,
  finding: Finding,
  title: string,
  manifest: Manifest,
): string =>
  change === 'resolved'
    ? `RESOLVED, no longer so: ${title}`
    : `${finding.severity.toUpperCase()} ${word[change]} in ${accountOf(manifest, finding.account)}: ${title}`;

const raising = ['drifted', 'new', 'worse', 'reopened'] as const;

/** "2 new CRITICAL in harbor, 1 reopened": the worst severity only; empty where nothing is raised. */
export const countsHeadline = (tally: Tally, manifest: Manifest): string => {
  const worst = severities.find((severity) =>
    raising.some((change) => tally.change(change).bySeverity[severity] > 0),
  );
  if (worst === undefined) return '';
  const [first = '', ...others] = raising.flatMap((change) => {
    const number = tally.change(change).bySeverity[worst];
    return number === 0 ? [] : [`${count(number)} ${word[change]}`];
  });
  return [`${first} ${worst.toUpperCase()} in ${estateOf(manifest)}`, ...others].join(', ');
};

export const resolvedHeadline = (number: number, manifest: Manifest): string =>
  `RESOLVED: ${plural(number, 'finding')} in ${estateOf(manifest)}`;

/** "Also: 6 high or lower new, 14 resolved."; empty where nothing is left. */
export const alsoSentence = (left: ReadonlyMap<FindingChange, BySeverity>): string => {
  const parts = [...left].flatMap(([change, by]) => {
    const number = sumSeverities(by);
    if (number === 0) return [];
    if (change === 'resolved') return [`${count(number)} resolved`];
    const present = severities.filter((severity) => by[severity] > 0);
    const [highest = 'low'] = present;
    return [`${count(number)} ${highest}${present.length > 1 ? ' or lower' : ''} ${word[change]}`];
  });
  return parts.length === 0 ? '' : `Also: ${parts.join(', ')}.`;
};

/** "Incomplete: 606 of 48,705 not judged."; empty for a complete scan. */
export const incompleteSentence = (manifest: Manifest): string => {
  if (manifest.complete) return '';
  const { unknown, applicable } = wholeLedger(manifest);
  return applicable === 0
    ? 'Incomplete: nothing could be asked.'
    : `Incomplete: ${count(unknown)} of ${count(applicable)} not judged (${percent(unknown, applicable)}).`;
};

const lostWhat = ({ kinds, parts }: LostCoverage): string => {
  if (kinds.has('*')) return 'everything';
  const [kind = ''] = kinds;
  if (kinds.size > 1) return plural(kinds.size, 'kind');
  const [part = '*'] = parts;
  return cutEnd(cleanName(parts.size === 1 && part !== '*' ? `${part} of ${kind}` : kind), 60);
};

export const lostHeadline = (lost: readonly LostCoverage[], manifest: Manifest): string => {
  const [first] = lost;
  if (first === undefined) return '';
  const accounts = new Set(lost.map(({ provider, account }) => `${provider} ${account}`));
  if (lost.length > 1) {
    const where = accounts.size === 1 ? accountOf(manifest, first.account) : plural(accounts.size, 'account');
    return `COVERAGE LOST: ${plural(lost.length, 'gap')} in ${where} where all was read before`;
  }
  return `COVERAGE LOST: ${lostWhat(first)} in ${accountOf(manifest, first.account)} can't be judged`;
};

/** "roleAssignments/read denied to plumbline-reader; 212 verdicts now unknown." */
export const lostSentence = (lost: LostCoverage, manifest: Manifest, several: boolean): string => {
  const where = several ? `${accountOf(manifest, lost.account)}: ${lostWhat(lost)}, ` : '';
  const to = lost.principal === '' ? '' : ` to ${cutMiddle(cleanName(lost.principal), 80)}`;
  const why =
    lost.missing === ''
      ? `${lost.state}${lost.detail === '' ? '' : ` (${cutEnd(cleanName(lost.detail), 200)})`}`
      : `${cutEnd(cleanName(lost.missing), 120)} ${lost.state}${to}`;
  const unknown = lost.verdicts === 0 ? '' : `; ${plural(lost.verdicts, 'verdict')} now unknown`;
  return `${where}${why}${unknown}.`;
};

export const nothingResolved = 'No finding was resolved by this.';

export const exceptionSentence = ({ kind, row }: ExceptionEnd): string => {
  const what = cutMiddle(cleanName(row.resource), 60);
  const owner = cutEnd(cleanName(row.owner), 40);
  const check = cutEnd(cleanName(row.check), 80);
  return kind === 'exception-expired'
    ? `Exception expired: ${check} on ${what}, until ${utcDay(row.until)}, owner ${owner}.`
    : `Exception void, since what it was for has changed: ${check} on ${what}, owner ${owner}.`;
};

export const exceptionsHeadline = (tally: Tally, manifest: Manifest): string =>
  tally.exceptionCount === 0
    ? ''
    : `${plural(tally.exceptionCount, 'exception')} ended in ${estateOf(manifest)}`;

const listed = (places: ReadonlyMap<string, number>, name: (place: string) => string): string => {
  const shown = [...places].toSorted(([, a], [, b]) => b - a).slice(0, 5);
  const more = places.size - shown.length;
  return `${shown.map(([place, number]) => `${name(place)} ${count(number)}`).join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}`;
};

const bySeverityText = (by: BySeverity): string =>
  severities
    .filter((severity: Severity) => by[severity] > 0)
    .map((severity) => `${count(by[severity])} ${severity}`)
    .join(', ');

/** What is new to Plumbline only: told to the administrators, and to nobody else. */
export const quietSentences = (tally: Tally, manifest: Manifest): readonly string[] => {
  const first = tally.quiet('first-scan');
  if (manifest.comparedWith === 0) {
    const { open, openBySeverity } = wholeLedger(manifest);
    const numbers =
      open === 0 ? 'no open finding' : `${plural(open, 'open finding')} (${bySeverityText(openBySeverity)})`;
    const told = first.findings === 0 ? '' : ' Owners are told of what changes from now on.';
    return [`First scan of ${estateOf(manifest)}: ${numbers}.${told}`];
  }
  const accounts = tally.quiet('new-account');
  const added = tally.quiet('new-check');
  const changed = tally.quiet('changed-check');
  const check = (id: string): string => cutEnd(cleanName(id), 80);
  return [
    ...(accounts.findings === 0
      ? []
      : [
          `New to Plumbline: ${plural(accounts.places.size, 'account')} with ${plural(accounts.findings, 'finding')}: ${listed(accounts.places, (id) => accountOf(manifest, id))}.`,
        ]),
    ...(added.findings === 0
      ? []
      : [`New checks found ${plural(added.findings, 'finding')}: ${listed(added.places, check)}.`]),
    ...(changed.findings === 0
      ? []
      : [
          `Changed checks began, worsened or ended ${plural(changed.findings, 'finding')}: ${listed(changed.places, check)}.`,
        ]),
  ];
};
