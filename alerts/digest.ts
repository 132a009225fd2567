/** A day in one message, for a channel that wants one: how it stands, and what changed since yesterday. */
import { hash } from 'node:crypto';

import type { Finding } from '#model/finding.ts';
import type { OwnerRule } from '#model/owner.ts';
import { ownerBy } from '#model/owner.ts';
import type { ChangeCounts, Manifest, ScanReader } from '#model/scan.ts';
import { severities } from '#model/severity.ts';
import { changeTotal } from '#reports/facts/changes.ts';
import { wholeLedger } from '#reports/facts/ledger.ts';
import { cleanName, cutEnd, cutMiddle } from '#reports/text/clean.ts';
import { count, percent, span, utcMinute } from '#reports/text/numbers.ts';
import type { Fact, Message } from './channel.ts';
import { cutUnits } from './cut.ts';
import { estateId } from './memory.ts';
import { estateOf, incompleteSentence } from './sentences.ts';

export interface DigestOptions {
  /** The last scan. */
  readonly reader: ScanReader;
  /** Every scan of the estate that was made in the day, the last one among them. */
  readonly day: readonly Manifest[];
  readonly owners: readonly OwnerRule[];
}

const words = [
  ['new', 'new'],
  ['worse', 'worse'],
  ['reopened', 'reopened'],
  ['resolved', 'resolved'],
  ['coverageLost', 'no longer read'],
  ['exceptionsExpired', 'exceptions expired'],
  ['exceptionsVoid', 'exceptions void'],
] as const satisfies readonly (readonly [keyof ChangeCounts, string])[];

/** Undefined where nothing changed: then there is nothing to tell. */
export const digestOf = async ({ reader, day, owners }: DigestOptions): Promise<Message | undefined> => {
  const { manifest } = reader;
  if (day.every(({ changes }) => changeTotal(changes) === 0)) return undefined;
  const sum = (key: (typeof words)[number][0]): number =>
    day.reduce((total, { changes }) => total + changes[key], 0);
  const since = words
    .filter(([key]) => sum(key) > 0)
    .map(([key, word]) => `${count(sum(key))} ${word}`)
    .join(', ');
  const { openBySeverity, unknown, applicable, judged } = wholeLedger(manifest);
  const open = severities
    .slice(0, 2)
    .map((severity) => `${count(openBySeverity[severity])} ${severity}`)
    .join(', ');
  const headline = `${estateOf(manifest)} today: ${open}, ${count(unknown)} not judged`;
  const oldest = await oldestWorst(reader);
  const old = oldest === undefined ? undefined : oldText(oldest, manifest, owners);
  const incomplete = [incompleteSentence(manifest)].filter((sentence) => sentence !== '');
  const facts: readonly Fact[] = [
    { label: 'Since yesterday', value: since === '' ? 'only checks changed' : since, code: false },
    { label: 'Judged', value: `${percent(judged, applicable)} of ${count(applicable)}`, code: false },
    ...(oldest === undefined || old === undefined
      ? []
      : [{ label: `Oldest ${oldest.severity}`, value: old, code: false }]),
  ];
  const id = hash('sha256', `digest ${manifest.run}`, 'hex').slice(0, 24);
  return {
    id,
    scan: manifest.number,
    run: manifest.run,
    estate: estateOf(manifest),
    estateId: estateId(manifest.estate),
    at: manifest.finishedAt,
    headline: cutUnits(headline, 150),
    coverage: incomplete,
    notes: [],
    facts,
    items: [],
    also: '',
    commands: [],
    links: [],
    small: `scan ${manifest.number} · ${utcMinute(manifest.finishedAt)}`,
    text: cutUnits(
      [
        `${headline}.`,
        ...incomplete,
        ...facts.map(({ label, value }) => `${label}: ${value}.`),
        `Scan ${manifest.number}.`,
      ].join(' '),
      1_500,
    ),
    severity: undefined,
    causes: [],
    moreCauses: 0,
    counts: { 'coverage-lost': 0 },
  };
};

/** The one that is open for the longest, of the worst severity that is open at all. */
const oldestWorst = async (reader: ScanReader): Promise<Finding | undefined> => {
  let oldest: Finding | undefined;
  for await (const finding of reader.findings()) {
    if (finding.state === 'resolved' || finding.exception !== undefined) continue;
    const order =
      oldest === undefined
        ? -1
        : severities.indexOf(finding.severity) - severities.indexOf(oldest.severity) ||
          Date.parse(finding.firstSeen) - Date.parse(oldest.firstSeen);
    if (order < 0) oldest = finding;
  }
  return oldest;
};

const oldText = (finding: Finding, manifest: Manifest, owners: readonly OwnerRule[]): string => {
  const owner = cutEnd(cleanName(ownerBy(owners, finding) ?? ''), 80);
  const name = cutMiddle(cleanName(finding.name), 40) || 'unnamed';
  return `${name}, ${span(finding.firstSeen, manifest.finishedAt)}, ${owner === '' ? 'no owner' : `owner ${owner}`}`;
};
