/** `plumbline drift`: each drift with what it was, what it is and since when, the worst first. */
import type { CheckMetadata } from '#model/check.ts';
import type { Expectation } from '#model/drift.ts';
import { baselineCheckId } from '#model/drift.ts';
import type { Finding } from '#model/finding.ts';
import type { ScanReader } from '#model/scan.ts';
import { severityRank } from '#model/severity.ts';
import type { ReportFacts } from '../facts/facts.ts';
import { visibleValue } from '../text/clean.ts';
import { count, plural, utcMinute } from '../text/numbers.ts';
import { indexChecks, openFor, placeOf, sideText, sinceText } from '../text/wording.ts';
import type { ScreenOptions } from './screen.ts';
import { Screen } from './screen.ts';

interface DriftScreen extends ScreenOptions {
  readonly command: string;
  /** All of the estate, the newest first. */
  readonly baselines: readonly {
    readonly number: number;
    readonly scan: number;
    readonly by: string;
    readonly at: string;
    readonly reason: string;
  }[];
}

/** Kept in memory to be sorted; what is beyond is counted. */
const mostShown = 200;
const changesShown = 8;

export const renderDrift = async (
  reader: ScanReader,
  facts: ReportFacts,
  checks: readonly CheckMetadata[],
  options: DriftScreen,
): Promise<string> => {
  const screen = new Screen(options);
  const { manifest } = reader;
  const { [baselineCheckId]: asked }: Readonly<Partial<typeof manifest.counts>> = manifest.counts;
  if (asked === undefined) return noQuestion(manifest.number, options, screen);
  const findings: Finding[] = [];
  let total = 0;
  let excepted = 0;
  for await (const finding of reader.findings()) {
    if (finding.drift === undefined || finding.state === 'resolved') continue;
    if (finding.exception !== undefined) {
      excepted += 1;
      continue;
    }
    total += 1;
    findings.push(finding);
    if (findings.length >= 2 * mostShown) findings.sort(worstFirst).splice(mostShown);
  }
  const shown = findings.sort(worstFirst).slice(0, mostShown);
  const judged = asked.pass + asked.fail;
  const applicable = asked.asked - asked.notApplicable;
  const head = `${plural(total, 'resource')} drifted${excepted === 0 ? '' : `, ${count(excepted)} more accepted`}: ${count(judged)} of ${count(applicable)} judged in scan ${manifest.number}${asked.unknown === 0 ? '' : `, ${count(asked.unknown)} unknown, which is not 'no drift'`}.`;
  const index = indexChecks(checks);
  const lines = [
    ...screen.wrap(screen.own(head)),
    ...(manifest.baselines ?? []).flatMap((number) => baselineLine(number, options, screen)),
    ...approvedSince(manifest.baselines ?? [], options, screen),
    ...shown.flatMap((finding) =>
      rows(finding, facts, index.get(finding.drift?.flips[0]?.check ?? ''), screen),
    ),
    ...(total > shown.length
      ? ['', `and ${count(total - shown.length)} more: ${options.command} report`]
      : []),
    ...commandLines(shown[0], facts, options, screen),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
};

const worstFirst = (a: Finding, b: Finding): number =>
  severityRank(a.severity) - severityRank(b.severity) ||
  (a.firstSeen < b.firstSeen ? 1 : a.firstSeen > b.firstSeen ? -1 : 0);

const noQuestion = (scan: number, { command, baselines }: DriftScreen, screen: Screen): string => {
  const [latest] = baselines;
  return latest === undefined
    ? `No baseline is approved, so nothing can drift.\nNext    ${screen.colors.blue(`${command} drift baseline ${scan}`)}\n`
    : `Scan ${scan} was not asked about drift: baseline ${latest.number} was approved since, or its checks left it out.\nNext    ${screen.colors.blue(`${command} scan`)}\n`;
};

const baselineLine = (number: number, { baselines }: DriftScreen, screen: Screen): readonly string[] => {
  const baseline = baselines.find((each) => each.number === number);
  if (baseline === undefined) return [];
  const reason = baseline.reason === '' ? '' : `: ${baseline.reason}`;
  return screen.wrap(
    screen.name(
      `Baseline ${number}: scan ${baseline.scan}, approved ${utcMinute(baseline.at)} by ${baseline.by}${reason}`,
    ),
  );
};

/** Who approves and asks at once would take the old answer for the new one. */
const approvedSince = (
  asked: readonly number[],
  { baselines, command }: DriftScreen,
  screen: Screen,
): readonly string[] => {
  const newer = baselines.map(({ number }) => number).filter((number) => number > Math.max(0, ...asked));
  if (newer.length === 0) return [];
  const which =
    newer.length === 1 ? `Baseline ${newer.join()} was` : `Baselines ${newer.toReversed().join(', ')} were`;
  return [
    ...screen.wrap(
      screen.own(
        `${which} approved since: the next scan is compared with ${newer.length === 1 ? 'it' : 'them'}.`,
      ),
    ),
    `Next    ${screen.colors.blue(`${command} scan`)}`,
  ];
};

const labelWidth = 6;

const rows = (
  finding: Finding,
  facts: ReportFacts,
  flipped: CheckMetadata | undefined,
  screen: Screen,
): readonly string[] => {
  const { drift } = finding;
  if (drift === undefined) return [];
  const { colors } = screen;
  const severity = finding.severity.toUpperCase();
  const tag = finding.severity === 'critical' ? colors.inverse(colors.red(severity)) : severity;
  const carried = finding.judgedScan < facts.manifest.number ? ', not looked at since' : '';
  const age = `${openFor(finding, facts.manifest.finishedAt)}${carried}`;
  const lead = `${tag}${' '.repeat(8 - severity.length)}  ${facts.shortId(finding.finding)}  `;
  const effect =
    flipped === undefined
      ? []
      : screen.wrap(screen.name(`makes fail: ${flipped.title} (${drift.flips[0]?.check ?? ''})`), 2);
  const more = drift.changes.length - changesShown;
  return [
    '',
    `${lead}${screen.name(finding.name)}  ${screen.own(typeWords[drift.type])}  ${screen.own(age)}`,
    `  ${screen.name(`${finding.kind}  ${placeOf(facts.manifest, finding)}  ${finding.region}`)}`,
    ...drift.changes
      .slice(0, changesShown)
      .flatMap((change) => [
        `  ${screen.own(visibleValue(change.path))}`,
        `    ${screen.left(wasWord(drift.expected), labelWidth)}${screen.own(sideText(change.was))}`,
        `    ${screen.left(isWord(drift.expected), labelWidth)}${colors.bold(screen.own(sideText(change.is)))}`,
        `    ${screen.left('since', labelWidth)}${screen.own(sinceText(change))}`,
      ]),
    ...(more > 0 ? [`  and ${plural(more, 'more change')}`] : []),
    ...effect,
  ];
};

const typeWords = { changed: 'changed', added: 'appeared', removed: 'is gone' } as const;

/** What was approved was so once; what is declared is so still. */
const wasWord = ({ from }: Expectation): string => (from === 'baseline' ? 'was' : 'declared');
const isWord = ({ from }: Expectation): string => (from === 'baseline' ? 'is' : 'live');

const commandLines = (
  first: Finding | undefined,
  facts: ReportFacts,
  { command }: DriftScreen,
  screen: Screen,
): readonly string[] => {
  if (first === undefined) return [];
  const id = facts.shortId(first.finding);
  const until = new Date(Date.parse(facts.manifest.finishedAt) + 30 * 86_400_000).toISOString().slice(0, 10);
  const blue = screen.colors.blue;
  return [
    '',
    `${screen.left('Explain', 9)}${blue(`${command} show ${id}`)}`,
    `${screen.left('Accept', 9)}${blue(`${command} drift accept ${id} --owner OWNER --until ${until} --reason "REASON"`)}`,
    `${screen.left('Approve', 9)}${blue(`${command} drift baseline ${facts.manifest.number}`)}`,
  ];
};
