/** What has to hold of a disturbed scan. Each returns sentences; none is good. */
import type { CoverageRow } from '#model/coverage.ts';
import { isGap, listing } from '#model/coverage.ts';
import type { Finding } from '#model/finding.ts';
import { unreadReasons } from '#model/reading.ts';
import type { Dependence } from '#test/denied/dependence.ts';
import { wrongs } from '#test/denied/expectations.ts';
import type { Answer, AnsweredScan } from '#test/support/answered-scan.ts';
import type { Seen } from './ground.ts';
import { findingKeyText } from './keys.ts';

export interface Disturbed {
  readonly before: Seen;
  readonly after: Seen;
  readonly touched: (question: Answer) => Dependence;
  /** Resources that came or went. */
  readonly changing: ReadonlySet<string>;
}

export const brokenPromises = (scan: Disturbed): readonly string[] => [
  ...verdicts(scan),
  ...ledger(scan.after),
  ...countedTwice(scan),
  ...falselyResolved(scan),
  ...lostInventory(scan),
  ...completeness(scan),
];

const without = (scan: AnsweredScan, ids: ReadonlySet<string>): AnsweredScan => ({
  ...scan,
  answers: new Map([...scan.answers].filter(([, answer]) => !ids.has(answer.id))),
  // Where nobody could say who asks, that is so of every account.
  unknowns: scan.unknowns.map((row) => (row.account === 'unknown' ? { ...row, account: listing } : row)),
});

const verdicts = ({ before, after, touched, changing }: Disturbed): readonly string[] =>
  wrongs(without(before, changing), without(after, changing), {
    reasons: unreadReasons,
    dependence: touched,
  });

/** Asked is judged or unknown, fails are findings, and unknowns are rows. */
const ledger = ({ manifest, unknowns, findings }: Seen): readonly string[] => {
  const sentences: string[] = [];
  for (const [check, counts] of Object.entries(manifest.counts)) {
    const { asked, notApplicable, pass, fail, unknown } = counts;
    const told = JSON.stringify(counts);
    if (asked - notApplicable !== pass + fail + unknown) sentences.push(`ledger of ${check}: ${told}`);
    const rows = unknowns
      .filter((row) => row.checks.includes(check))
      .reduce((sum, row) => sum + row.resources.length, 0);
    if (rows !== unknown) sentences.push(`${check}: ${rows} unknown in rows, ${told}`);
    const failing = findings.filter(
      (finding) =>
        finding.check === check && finding.state !== 'resolved' && finding.judgedScan === manifest.number,
    ).length;
    if (failing !== fail) sentences.push(`${check}: ${failing} findings judged, ${told}`);
  }
  return sentences;
};

/** Whatever was taken away, no check has more answers than before: a row that came twice is one resource. */
const countedTwice = ({ before, after, changing }: Disturbed): readonly string[] =>
  changing.size > 0
    ? []
    : Object.entries(after.manifest.counts).flatMap(([check, is]) => {
        const was = before.manifest.counts[check];
        const more =
          was === undefined ||
          is.pass > was.pass ||
          is.fail > was.fail ||
          is.notApplicable > was.notApplicable;
        return more ? [`${check} counted ${JSON.stringify(is)} where it was ${JSON.stringify(was)}`] : [];
      });

/** What stood before stands, unless it was looked at; what was not there before is not made up. */
const falselyResolved = ({ before, after, changing }: Disturbed): readonly string[] => {
  const sentences: string[] = [];
  const now = new Map(after.findings.map((finding) => [findingKeyText(finding), finding]));
  for (const finding of before.findings) {
    const key = findingKeyText(finding);
    const is = now.get(key);
    if (is === undefined) sentences.push(`finding lost: ${key}`);
    else if (changing.has(finding.id)) continue;
    else if (is.state !== 'open') sentences.push(`open became ${is.state}: ${key}`);
    else if (is.firstScan !== finding.firstScan) sentences.push(`forgot when it began: ${key}`);
  }
  const known = new Set(before.findings.map(findingKeyText));
  for (const finding of after.findings) {
    if (!known.has(findingKeyText(finding)) && !changing.has(finding.id))
      sentences.push(`a finding that nobody saw before: ${findingKeyText(finding)}`);
  }
  return sentences;
};

interface Place {
  readonly account: string;
  readonly region: string;
  /** Any when undefined. */
  readonly kind: string | undefined;
}

const covers = (row: CoverageRow, place: Place): boolean =>
  row.part === listing &&
  (row.account === listing || row.account === 'unknown' || row.account === place.account) &&
  (row.region === listing || row.region === place.region) &&
  (row.kind === listing || place.kind === undefined || row.kind === place.kind);

/** A kind that coverage calls read is there to its last resource, and once. */
const lostInventory = ({ before, after, changing }: Disturbed): readonly string[] => {
  const sentences: string[] = [];
  const there = new Set<string>();
  for (const row of after.inventory) {
    const key = JSON.stringify([row.account, row.region, row.kind, row.id]);
    if (there.has(key)) sentences.push(`twice in the inventory: ${key}`);
    there.add(key);
  }
  for (const row of before.inventory) {
    const key = JSON.stringify([row.account, row.region, row.kind, row.id]);
    if (there.has(key) || changing.has(row.id)) continue;
    const rows = after.coverage.filter((one) => covers(one, row));
    if (rows.length > 0 && !rows.some(isGap)) sentences.push(`read, but lost from the inventory: ${key}`);
    // Which kinds there are that no check is on is not known where nothing could be counted: then the place has a gap.
    const place = { ...row, kind: undefined };
    if (rows.length === 0 && !after.coverage.some((one) => isGap(one) && covers(one, place)))
      sentences.push(`no coverage tells of what is lost: ${key}`);
  }
  return sentences;
};

const completeness = ({ after }: Disturbed): readonly string[] => {
  const gaps = after.coverage.filter((row) => isGap(row) && row.expected !== true);
  if (after.manifest.complete !== (gaps.length === 0))
    return [`complete is ${after.manifest.complete}, with ${gaps.length} gaps`];
  const unread = new Set<string>(unreadReasons);
  return after.unknowns.some((row) => unread.has(row.reason)) && after.manifest.complete
    ? ['something is unknown in a scan that calls itself complete']
    : [];
};

/** After the clouds have calmed down: as if nothing had been, but for what really changed. */
export const scars = (before: Seen, calm: Seen, changing: ReadonlySet<string>): readonly string[] => {
  const sentences = wrongs(without(before, changing), without(calm, changing), {
    reasons: unreadReasons,
    dependence: () => 'none',
  });
  const open = (findings: readonly Finding[]): readonly string[] =>
    findings.filter(({ id, state }) => state !== 'resolved' && !changing.has(id)).map(findingKeyText);
  const is = new Map(calm.findings.map((finding) => [findingKeyText(finding), finding]));
  const odd = open(before.findings).filter(
    (key) => is.get(key)?.state !== 'open' || is.get(key)?.firstScan !== 1,
  );
  return [...sentences, ...odd.map((key) => `not as it was once all is calm: ${is.get(key)?.state} ${key}`)];
};
