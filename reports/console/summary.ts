/** What `plumbline scan` prints when it is done: how bad, can it be trusted, what changed, what first. */

import { questionOf } from '#model/check.ts';
import type { ReportFacts } from '../facts/facts.ts';
import type { UnknownGroup } from '../facts/unknowns.ts';
import type { Cause } from '../facts/worst.ts';
import { columns } from '../text/clean.ts';
import { clock, count, percent, plural } from '../text/numbers.ts';
import { causeNote, completeness, emptySentence } from '../text/sentences.ts';
import { openFor, placeOf, titleOf, whyOf } from '../text/wording.ts';
import { changesLine } from './changes.ts';
import type { ScreenOptions } from './screen.ts';
import { Screen } from './screen.ts';
import { verdictTable } from './verdict-table.ts';

export interface SummaryOptions extends ScreenOptions {
  /** As the reader can open it; empty when no report was written. */
  readonly reportPath: string;
  /** How this reader calls Plumbline: `plumbline`, `npx plumbline`, `npm run plumbline --`. */
  readonly command: string;
  readonly exit: { readonly code: number; readonly text: string };
  /** How many of the worst; 10 unless told. */
  readonly worst?: number;
}

/** Below this there is no room for columns beside a title. */
const twoLines = 60;
const shortestTitle = 32;
const unknownsShown = 3;
const longestPlace = 32;

export const renderSummary = (facts: ReportFacts, options: SummaryOptions): string => {
  const screen = new Screen(options);
  const blocks = [
    headLines(facts, screen),
    verdictTable(facts, screen),
    changesLine(facts, screen),
    worstLines(facts, screen, options.worst ?? 10),
    unknownLines(facts, screen, options.command),
    closingLines(facts, screen, options),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.map((line) => line.trimEnd()).join('\n'))
    .join('\n\n')}\n`;
};

const headLines = (facts: ReportFacts, screen: Screen): readonly string[] => {
  const { manifest } = facts;
  const state = completeness(facts);
  const name = `Scan ${manifest.number} `;
  const figures = [
    plural(manifest.resources, 'resource'),
    plural(facts.whole.applicable, 'question'),
    plural(manifest.calls, 'call'),
    clock(Date.parse(manifest.finishedAt) - Date.parse(manifest.startedAt)),
  ].join('   ');
  const shown = manifest.complete ? state : screen.colors.yellow(state);
  const plain = `${name}${state}`;
  const first =
    plain.length + 6 + figures.length <= screen.width
      ? [`${name}${shown}      ${figures}`]
      : [`${name}${shown}`, ...screen.wrap(figures.replaceAll('   ', ' · ')).map((line) => screen.own(line))];
  return [
    ...first,
    ...facts.faults.map((fault) => screen.colors.red(screen.own(`This scan does not add up: ${fault}`))),
    ...manifest.notices.flatMap((notice) => screen.wrap(screen.name(notice), 2)),
  ];
};

const worstLines = (facts: ReportFacts, screen: Screen, wanted: number): readonly string[] => {
  const { whole, carried } = facts;
  if (whole.open + carried === 0) return screen.wrap(screen.own(emptySentence(facts)));
  const shown = facts.worst.slice(0, wanted);
  const more = facts.causes > shown.length ? ` (--worst ${Math.min(facts.causes, shown.length * 2)})` : '';
  const later = carried === 0 ? '' : `, ${count(carried)} of them not looked at in this scan`;
  const idWidth = Math.max(...shown.map((cause) => facts.shortId(cause.finding.finding).length));
  const placeWidth = Math.max(...shown.map((cause) => columns(screen.name(causePlace(cause, facts)))));
  return [
    ...screen.wrap(`Worst ${shown.length} of ${count(whole.open + carried)} open${later}${more}`),
    ...shown.flatMap((cause) => worstRow(cause, facts, screen, { idWidth, placeWidth })),
  ];
};

const causePlace = (cause: Cause, facts: ReportFacts): string =>
  cause.accounts > 1 ? plural(cause.accounts, 'account') : placeOf(facts.manifest, cause.finding);

const worstRow = (
  cause: Cause,
  facts: ReportFacts,
  screen: Screen,
  { idWidth, placeWidth }: { readonly idWidth: number; readonly placeWidth: number },
): readonly string[] => {
  const { finding } = cause;
  const { colors } = screen;
  const severity = finding.severity.toUpperCase();
  const tag = finding.severity === 'critical' ? colors.inverse(colors.red(severity)) : severity;
  const id = facts.shortId(finding.finding);
  const question = questionOf(finding.check);
  const age = openFor(finding, facts.manifest.finishedAt);
  const note = causeNote(cause);
  const why =
    note === ''
      ? whyOf(finding.evidence, finding.drift)
      : `${note}; ${whyOf(finding.evidence, finding.drift)}`;
  const lead = 2 + 8 + 2 + idWidth + 2;
  const tail = 19;
  const room = screen.width - lead - tail - 2;
  // A title of which only the ends are left says nothing: it gets a line of its own then.
  if (screen.width < twoLines || room < shortestTitle) {
    return [
      screen.own(`${tag}  ${id}  ${question}  ${age}`),
      `  ${screen.own(titleOf(finding, facts.checks, screen.width - 2, screen.mark))}`,
    ];
  }
  // Longer names of accounts take their room from the reasons, all rows alike, and not from themselves.
  const ownTail = Math.min(Math.max(tail, placeWidth), longestPlace, screen.width - lead - 24);
  const whyRoom = room - Math.max(0, ownTail - tail);
  const where = screen.cutName(causePlace(cause, facts), Math.max(tail, ownTail));
  const title = screen.own(titleOf(finding, facts.checks, room, screen.mark));
  return [
    `  ${tag}${' '.repeat(8 - severity.length)}  ${screen.left(id, idWidth)}  ${screen.left(title, room)}  ${screen.left(question, 9)}${screen.own(age)}`,
    `${' '.repeat(lead)}${screen.left(screen.cutText(screen.name(why), whyRoom), whyRoom)}  ${where}`,
  ];
};

const unknownLines = (facts: ReportFacts, screen: Screen, command: string): readonly string[] => {
  const { groups, permissions } = facts.unknowns;
  const { unknown, applicable } = facts.whole;
  if (unknown === 0) return [];
  const shown = groups.slice(0, unknownsShown);
  const others = groups.slice(unknownsShown);
  const rest = {
    verdicts: others.reduce((sum, group) => sum + group.verdicts, 0),
    atLeast: others.some((group) => group.atLeast),
  };
  const figure = ({ verdicts, atLeast }: Pick<UnknownGroup, 'verdicts' | 'atLeast'>): string =>
    `${atLeast ? screen.own('≥') : ''}${count(verdicts)}`;
  const width = Math.max(...[...shown, rest].map((each) => figure(each).length));
  const placeWidth =
    2 +
    Math.min(
      longestPlace,
      Math.max(22, ...shown.map((group) => columns(screen.name(placeOf(facts.manifest, group))))),
    );
  const reasonWidth = Math.max(9, ...shown.map((group) => group.reason.length)) + 2;
  const number = (each: Pick<UnknownGroup, 'verdicts' | 'atLeast'>): string =>
    screen.colors.yellow(`? ${screen.right(figure(each), width)}`);
  const mend = `${command} permissions --missing`;
  const row = (group: UnknownGroup): readonly string[] => {
    const place = placeOf(facts.manifest, group);
    const missing = screen.name(group.missing === '' ? group.detail : group.missing);
    const lead = `  ${number(group)}  ${screen.left(group.question, 9)}`;
    if (screen.width < twoLines)
      return [`${lead}${group.reason}`, `  ${screen.cutName(place, screen.width - 4)}`, `  ${missing}`];
    const middle = `${screen.left(screen.cutName(place, placeWidth - 2), placeWidth)}${screen.left(group.reason, reasonWidth)}`;
    const used = 2 + 2 + width + 2 + 9 + placeWidth + reasonWidth;
    if (used + missing.length <= screen.width) return [`${lead}${middle}${missing}`];
    const own = group.missing === '' ? screen.cutText(missing, screen.width - 8 - width) : missing;
    return [`${lead}${middle}`, `${' '.repeat(6 + width)}${own}`];
  };
  const remainder =
    rest.verdicts === 0
      ? []
      : [`  ${number(rest)}  ${screen.left('others', 9)}${screen.colors.blue(`${command} coverage`)}`];
  return [
    `Could not be judged: ${count(unknown)} of ${count(applicable)} (${percent(unknown, applicable)})`,
    ...shown.flatMap(row),
    ...remainder,
    ...(permissions.length === 0 ? [] : [`  mend what is denied: ${screen.colors.blue(mend)}`]),
  ];
};

const closingLines = (facts: ReportFacts, screen: Screen, options: SummaryOptions): readonly string[] => {
  const { command } = options;
  const { manifest } = facts;
  const [first] = facts.worst;
  const next = [
    ...(first === undefined ? [] : [`${command} show ${facts.shortId(first.finding.finding)}`]),
    ...(facts.whole.unknown === 0 ? [] : [`${command} coverage`]),
    ...(manifest.comparedWith === 0 ? [] : [`${command} diff ${manifest.comparedWith} ${manifest.number}`]),
  ];
  const blue = screen.colors.blue;
  const label = (name: string): string => screen.left(name, 8);
  const oneLine = next.join(' · ');
  const nextLines =
    8 + oneLine.length <= screen.width
      ? [next.map(blue).join(screen.own(' · '))]
      : next.map((each) => blue(each));
  return [
    ...(options.reportPath === '' ? [] : [`${label('Report')}${blue(screen.name(options.reportPath))}`]),
    ...nextLines
      .map((line, index) => `${label(index === 0 && next.length > 0 ? 'Next' : '')}${line}`)
      .filter((line) => line.trim() !== ''),
    ...screen
      .wrap(screen.own(options.exit.text), 8)
      .map((line, index) =>
        index === 0 ? `${label(`Exit ${options.exit.code}`)}${line.trimStart()}` : line,
      ),
  ];
};
