/** Makes the message for one destination. Pure: the same scan and routes make the same words, whoever sends them. */
import { hash } from 'node:crypto';
import type { CheckMetadata } from '#model/check.ts';
import { questionOf } from '#model/check.ts';
import type { Finding } from '#model/finding.ts';
import type { Manifest } from '#model/scan.ts';
import { severities } from '#model/severity.ts';
import type { FindingChange, RaisingChange } from '#model/transition.ts';
import type { BySeverity } from '#reports/facts/ledger.ts';
import { addSeverities, noSeverities, sumSeverities } from '#reports/facts/ledger.ts';
import type { Cause } from '#reports/facts/worst.ts';
import { causeKey, compareWorst } from '#reports/facts/worst.ts';
import { cleanName, cutEnd, cutMiddle, visibleValue } from '#reports/text/clean.ts';
import { isoDaysAfter, safeWord } from '#reports/text/finding-view.ts';
import { count, plural, span, utcMinute } from '#reports/text/numbers.ts';
import { causeNote } from '#reports/text/sentences.ts';
import type { CheckIndex } from '#reports/text/wording.ts';
import { foundText, indexChecks, placeOf, questionNames, titleOf, whyOf } from '#reports/text/wording.ts';
import type { Fact, Item, Message, RaisedCause } from './channel.ts';
import { causesTold } from './channel.ts';
import { cutUnits } from './cut.ts';
import type { Told } from './gather.ts';
import { ownerOfFinding } from './gather.ts';
import { estateId } from './memory.ts';
import type { Routing } from './routes.ts';
import { destinationKey } from './routes.ts';
import {
  alsoSentence,
  countsHeadline,
  estateOf,
  exceptionSentence,
  exceptionsHeadline,
  incompleteSentence,
  lostHeadline,
  lostSentence,
  nothingResolved,
  quietSentences,
  resolvedHeadline,
  singleHeadline,
} from './sentences.ts';

export interface ComposeOptions {
  readonly manifest: Manifest;
  readonly checks: readonly CheckMetadata[];
  readonly routing: Pick<Routing, 'owners'>;
  readonly shortId: (id: string) => string;
  /** How the reader calls Plumbline. */
  readonly command: string;
  /** Address of the report; `{run}` and `{scan}` are filled in. Left out where nobody can open it. */
  readonly report?: string;
}

export const longestHeadline = 150;
const itemsShown = 5;
const lostShown = 5;
const longestText = 1_500;
const longestTitle = 110;
const exceptionDays = 30;
const raising = ['drifted', 'new', 'worse', 'reopened'] as const satisfies readonly RaisingChange[];

interface Changed {
  readonly change: FindingChange;
  readonly cause: Cause;
}

/** The same for the same scan and destination, so that a second copy can be told. */
export const messageId = (run: string, told: Pick<Told, 'destination'>): string =>
  hash('sha256', `${run}\n${destinationKey(told.destination)}`, 'hex').slice(0, 24);

export const compose = (told: Told, options: ComposeOptions): Message => {
  const { manifest } = options;
  const { tally, destination } = told;
  const checks = indexChecks(options.checks);
  const raised = raising
    .flatMap((change) => tally.change(change).causes.map((cause): Changed => ({ change, cause })))
    .toSorted((a, b) => compareWorst(a.cause.finding, b.cause.finding));
  const resolved = tally.change('resolved').causes.map((cause): Changed => ({ change: 'resolved', cause }));
  const changed = [...raised, ...resolved];
  const shown = changed.slice(0, itemsShown);
  const total = [...raising, 'resolved' as const].reduce(
    (sum, change) => sum + sumSeverities(tally.change(change).bySeverity),
    0,
  );
  const only = total === 1 ? shown[0] : undefined;
  const quiet = quietSentences(tally, manifest);
  const first = only?.cause.finding;
  const findingHeadline =
    only !== undefined && first !== undefined
      ? singleHeadline(only.change, first, titleText(first, checks), manifest)
      : countsHeadline(tally, manifest) || (resolved.length === 0 ? '' : resolvedHeadline(total, manifest));
  const [headline = `Nothing changed in ${estateOf(manifest)}`, ...further] = [
    lostHeadline(tally.lost, manifest),
    findingHeadline,
    exceptionsHeadline(tally, manifest),
    ...quiet.map((sentence) => sentence.replace(/\.$/u, '')),
  ].filter((one) => one !== '');
  const coverage = coverageSentences(tally.lost, manifest);
  const notes = [
    ...further.map((one) => `${one}.`),
    ...tally.exceptions.slice(0, itemsShown).map(exceptionSentence),
  ];
  const worst = quiet.length > 0 && changed.length === 0 ? tally.quietWorst() : [];
  const also = alsoSentence(leftOver(told, shown));
  const facts = only === undefined ? [] : factsOf(only, options);
  const causes = raised.slice(0, causesTold).map((one) => raisedCause(one, checks, options));
  const items = only === undefined ? shown : [];
  const counted = raising.reduce((sum, change) => sum + tally.change(change).causeCount, 0);
  return {
    id: messageId(manifest.run, told),
    scan: manifest.number,
    run: manifest.run,
    estate: estateOf(manifest),
    estateId: estateId(manifest.estate),
    at: manifest.finishedAt,
    headline: cutUnits(headline, longestHeadline),
    coverage,
    notes: [
      ...notes,
      ...(first === undefined || only?.change === 'resolved'
        ? []
        : [cutEnd(cleanName(checks.get(first.check)?.consequence ?? ''), 300)].filter((one) => one !== '')),
    ],
    facts,
    items: [
      ...items.map((one) => itemOf(one, checks, options)),
      ...worst.map((cause) => itemOf({ change: 'open', cause }, checks, options)),
    ],
    also,
    commands: commandsOf(told, only, options),
    links: linksOf(options),
    small: smallPrint(told, only, options),
    text: plainText({ headline, coverage, notes, also, only, raised, options, checks }),
    severity: severities.find((severity) =>
      raising.some((change) => tally.change(change).bySeverity[severity] > 0),
    ),
    causes,
    moreCauses: Math.max(0, counted - causes.length),
    counts: tally.counts(),
    ...(destination.owner === '' ? {} : { owner: destination.owner }),
  };
};

const titleText = (finding: Finding, checks: CheckIndex): string =>
  cutUnits(titleOf(finding, checks), longestTitle);

const coverageSentences = (lost: Told['tally']['lost'], manifest: Manifest): readonly string[] => {
  const shown = lost.slice(0, lostShown).map((one) => lostSentence(one, manifest, lost.length > 1));
  const more = lost.length - shown.length;
  return [
    ...shown,
    ...(more > 0 ? [`And ${plural(more, 'more gap')}.`] : []),
    ...(lost.length > 0 ? [nothingResolved] : []),
    ...[incompleteSentence(manifest)].filter((one) => one !== ''),
  ];
};

/** What the items do not stand for. */
const leftOver = ({ tally }: Told, shown: readonly Changed[]): ReadonlyMap<FindingChange, BySeverity> =>
  new Map(
    [...raising, 'resolved' as const].map((change) => {
      const of = shown.filter((one) => one.change === change);
      const minus = of.reduce(
        (sum, { cause }) => addSeverities(sum, { [cause.finding.severity]: -cause.findings }),
        noSeverities,
      );
      return [change, addSeverities(tally.change(change).bySeverity, minus)];
    }),
  );

const whereOf = (cause: Cause, { manifest }: ComposeOptions): string =>
  cause.accounts > 1
    ? plural(cause.accounts, 'account')
    : cutMiddle(cleanName(placeOf(manifest, cause.finding)), 60);

const itemOf = (
  { change, cause }: { readonly change: Item['change']; readonly cause: Cause },
  checks: CheckIndex,
  options: ComposeOptions,
): Item => {
  const { finding } = cause;
  const owner = ownerOfFinding(finding, options.routing);
  const parts = [
    change === 'open' ? finding.severity : `${finding.severity}, ${change === 'drifted' ? 'drift' : change}`,
    whereOf(cause, options),
    ...[causeNote(cause)].filter((note) => note !== ''),
    change === 'resolved'
      ? `open for ${span(finding.firstSeen, options.manifest.finishedAt)}`
      : cutEnd(cleanName(whyOf(finding.evidence)), 140),
    questionNames[questionOf(finding.check)] ?? 'Other',
    ...(owner === '' ? [] : [`owner ${cutMiddle(owner, 40)}`]),
    options.shortId(finding.finding),
  ];
  return {
    title: titleText(finding, checks),
    detail: cutUnits(parts.join(' · '), 600),
    severity: finding.severity,
    change,
  };
};

const factsOf = ({ change, cause }: Changed, { manifest }: ComposeOptions): readonly Fact[] => {
  const { finding } = cause;
  const [evidence] = finding.evidence;
  const declared = change === 'drifted';
  const found = evidence === undefined ? 'no evidence kept' : foundText(evidence);
  const expected = cutEnd(cleanName(evidence?.expected ?? ''), 200);
  if (change === 'resolved') {
    return [
      { label: 'Open for', value: span(finding.firstSeen, manifest.finishedAt), code: false },
      { label: 'Where', value: cutMiddle(cleanName(placeOf(manifest, finding)), 60), code: false },
    ];
  }
  return [
    ...(expected === '' ? [] : [{ label: declared ? 'Declared' : 'Expected', value: expected, code: true }]),
    { label: declared ? 'Live' : 'Found', value: found, code: true },
    {
      label: 'Part',
      value: cutEnd(visibleValue(evidence?.path ?? 'unknown'), 200),
      code: true,
    },
    { label: 'Since', value: utcMinute(finding.firstSeen), code: false },
  ];
};

const exceptCommand = (finding: Finding, options: ComposeOptions): string => {
  const owner = ownerOfFinding(finding, options.routing);
  const until = isoDaysAfter(options.manifest.finishedAt, exceptionDays);
  return `${options.command} except ${options.shortId(finding.finding)} --owner ${safeWord.test(owner) ? owner : 'OWNER'} \\\n  --until ${until} --reason "REASON"`;
};

const showCommand = (finding: Finding, { command, shortId }: ComposeOptions): string =>
  `${command} show ${shortId(finding.finding)}`;

const commandsOf = (told: Told, only: Changed | undefined, options: ComposeOptions): Message['commands'] => {
  const { manifest, command } = options;
  const lost = told.tally.lost.some(({ state }) => state === 'denied');
  const mend = lost ? [{ label: 'Mend', command: `${command} permissions --missing` }] : [];
  if (only !== undefined && only.change !== 'resolved') {
    const { finding } = only.cause;
    return [
      ...mend,
      { label: 'Explain', command: showCommand(finding, options) },
      { label: 'Accept until a date', command: exceptCommand(finding, options) },
    ];
  }
  return manifest.comparedWith === 0
    ? mend
    : [
        ...mend,
        { label: 'What changed', command: `${command} diff ${manifest.comparedWith} ${manifest.number}` },
      ];
};

const linksOf = ({ manifest, report }: ComposeOptions): Message['links'] =>
  report === undefined
    ? []
    : [
        {
          label: 'Open report',
          url: report
            .replaceAll('{run}', () => encodeURIComponent(manifest.run))
            .replaceAll('{scan}', () => String(manifest.number)),
        },
      ];

const smallPrint = ({ destination }: Told, only: Changed | undefined, options: ComposeOptions): string => {
  const { manifest } = options;
  const owner = only === undefined ? destination.owner : ownerOfFinding(only.cause.finding, options.routing);
  return [
    ...(only === undefined ? [] : [`finding ${options.shortId(only.cause.finding.finding)}`]),
    ...(owner === '' ? [] : [`owner ${cutMiddle(owner, 40)}`]),
    `scan ${manifest.number} of ${estateOf(manifest)}`,
    utcMinute(manifest.finishedAt),
    ...(manifest.comparedWith === 0 ? [] : [`compared with scan ${manifest.comparedWith}`]),
  ].join(' · ');
};

const raisedCause = (
  { change, cause }: Changed,
  checks: CheckIndex,
  options: ComposeOptions,
): RaisedCause => {
  const { finding } = cause;
  const check = checks.get(finding.check);
  return {
    cause: causeKey(finding),
    finding: finding.finding,
    change: change === 'resolved' ? 'new' : change,
    severity: finding.severity,
    title: titleText(finding, checks),
    where: whereOf(cause, options),
    resource: cutEnd(visibleValue(finding.id), 500),
    kind: cutEnd(cleanName(finding.kind), 120),
    check: finding.check,
    findings: cause.findings,
    why: cutEnd(whyOf(finding.evidence), 400),
    consequence: cutEnd(check?.consequence ?? '', 400),
    remediation: cutEnd(check?.remediation ?? '', 1_000),
    owner: ownerOfFinding(finding, options.routing),
    show: showCommand(finding, options),
    except: exceptCommand(finding, options),
  };
};

interface Plain extends Pick<Message, 'headline' | 'coverage' | 'notes' | 'also'> {
  readonly only: Changed | undefined;
  readonly raised: readonly Changed[];
  readonly options: ComposeOptions;
  readonly checks: CheckIndex;
}

const plainText = ({ headline, coverage, notes, also, only, raised, options, checks }: Plain): string => {
  const { shortId, manifest } = options;
  const sentences: string[] = [`${headline}.`, ...coverage, ...notes];
  const [worst] = raised;
  if (only !== undefined) {
    const [first, second] = factsOf(only, options);
    const { finding } = only.cause;
    if (first !== undefined) {
      const next = second === undefined ? '' : `, ${second.label.toLowerCase()} ${second.value}`;
      sentences.push(`${first.label} ${first.value}${next}.`);
    }
    sentences.push(`Finding ${shortId(finding.finding)}.`);
  } else if (worst !== undefined) {
    const { finding } = worst.cause;
    sentences.push(`Worst: ${titleText(finding, checks)} (${shortId(finding.finding)}).`);
  }
  if (only === undefined && also !== '') sentences.push(also);
  return cutUnits(`${sentences.join(' ')} Scan ${count(manifest.number)}.`, longestText);
};
