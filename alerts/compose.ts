/** Makes the message for one destination. Pure: the same scan and routes make the same words, whoever sends them. */
import { hash } from 'node:crypto';
import type { CheckMetadata } from '#model/check.ts';
import type { Manifest } from '#model/scan.ts';
import { severities } from '#model/severity.ts';
import type { FindingChange, RaisingChange } from '#model/transition.ts';
import type { BySeverity } from '#reports/facts/ledger.ts';
import { addSeverities, noSeverities, sumSeverities } from '#reports/facts/ledger.ts';
import { compareWorst } from '#reports/facts/worst.ts';
import { cleanName, cutEnd, cutMiddle } from '#reports/text/clean.ts';
import { count, plural, utcMinute } from '#reports/text/numbers.ts';
import type { CheckIndex } from '#reports/text/wording.ts';
import { indexChecks } from '#reports/text/wording.ts';
import type { Message } from './channel.ts';
import { causesTold } from './channel.ts';
import { cutUnits } from './cut.ts';
import type { Changed, FindingWords } from './finding-parts.ts';
import {
  exceptCommand,
  factsOf,
  itemOf,
  raisedCause,
  showCommand,
  shownCheck,
  titleText,
} from './finding-parts.ts';
import type { Told } from './gather.ts';
import { ownerOfFinding } from './gather.ts';
import { estateId } from './memory.ts';
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

export interface ComposeOptions extends FindingWords {
  readonly checks: readonly CheckMetadata[];
  /** Address of the report; `{run}` and `{scan}` are filled in. Left out where nobody can open it. */
  readonly report?: string;
}

export const longestHeadline = 150;
const itemsShown = 5;
const lostShown = 5;
const longestText = 1_500;
const raising = ['drifted', 'new', 'worse', 'reopened'] as const satisfies readonly RaisingChange[];

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
  const folded = raising.flatMap((change) =>
    tally.folded(change).map((cause): Changed => ({ change, cause })),
  );
  const causes = [...raised, ...folded]
    .toSorted((a, b) => compareWorst(a.cause.finding, b.cause.finding))
    .slice(0, causesTold)
    .map((one) => raisedCause(one, checks, options));
  const items = only === undefined ? shown : [];
  const counted = raising.reduce((sum, change) => sum + tally.change(change).causeCount, folded.length);
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
        : [cutEnd(cleanName(checks.get(shownCheck(first))?.consequence ?? ''), 300)].filter(
            (one) => one !== '',
          )),
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
