/** `plumbline report --from --to`: what a framework's controls were over a time. */
import type { ControlCell, ControlState } from '../facts/controls.ts';
import { controlStates } from '../facts/controls.ts';
import type { ControlHistory, PeriodFacts, PeriodStep } from '../facts/period.ts';
import { statesOf } from '../facts/period.ts';
import { controlSymbols, controlWords, notAssessedText, providerNames } from '../text/control-words.ts';
import { count, plural, span, utcMinute } from '../text/numbers.ts';
import type { ScreenOptions } from './screen.ts';
import { Screen } from './screen.ts';

export interface PeriodScreen extends ScreenOptions {
  readonly estate: string;
  /** Shows what each scan said of this one control; all controls in numbers where it is left out. */
  readonly control?: string;
}

export const renderPeriod = (facts: PeriodFacts, options: PeriodScreen): string => {
  const screen = new Screen(options);
  const lines = [
    ...headOf(facts, options.estate, screen),
    '',
    ...(facts.histories.length === 0
      ? []
      : options.control === undefined
        ? tableOf(facts, screen)
        : facts.histories
            .filter(({ control }) => control === options.control)
            .flatMap((history) => historyOf(history, facts.steps, screen))),
  ];
  return `${lines
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd()}\n`;
};

const headOf = ({ framework, from, to, steps }: PeriodFacts, estate: string, screen: Screen): string[] => {
  const scans = steps.flatMap((step) => (step.type === 'scan' ? [step.scan.manifest] : []));
  const gaps = steps.length - scans.length;
  const incomplete = scans.filter(({ complete }) => !complete).length;
  return [
    `${framework.title}, ${screen.name(estate)}, ${utcMinute(from)} to ${utcMinute(to)}`,
    [
      plural(scans.length, 'scan'),
      gaps === 0 ? 'no gap' : screen.colors.yellow(plural(gaps, 'gap')),
      scans.length === 0
        ? 'so nothing can be said of this time'
        : incomplete === 0
          ? 'all complete'
          : screen.colors.yellow(`${count(incomplete)} incomplete`),
    ].join(', '),
    ...steps.flatMap((step) => (step.type === 'gap' ? gapLines(step.gap, screen) : [])),
  ];
};

const gapLines = (
  { from, to, unreadable }: Extract<PeriodStep, { type: 'gap' }>['gap'],
  screen: Screen,
): readonly string[] => [
  screen.colors.yellow(`  ? no scan from ${utcMinute(from)} to ${utcMinute(to)}, ${span(from, to)}`),
  ...unreadable.flatMap((why) => screen.wrap(screen.name(why), 4)),
];

/** Wide enough for the word and two blanks before it. */
const columnWidths: Readonly<Record<ControlState, number>> = {
  fail: 6,
  'not-assessed': 14,
  manual: 8,
  excepted: 10,
  pass: 6,
  'not-applicable': 16,
};

/** Id of a control, its cloud, and the blanks behind them. */
const leadWidth = 8 + 1 + 6 + 1;
const shortestTitle = 16;

const tableOf = (facts: PeriodFacts, screen: Screen): readonly string[] => {
  const width = (states: readonly ControlState[]): number =>
    states.reduce((sum, state) => sum + columnWidths[state], leadWidth);
  // What was not there to be judged is the least of what is asked; the CSV has it.
  const shown = controlStates.filter(
    (state) => state !== 'not-applicable' || width(controlStates) + shortestTitle <= screen.width,
  );
  const title = Math.max(shortestTitle, screen.width - width(shown));
  const row = (
    cell: (state: ControlState) => string,
    [id, where, what]: readonly [string, string, string],
  ): string =>
    `${screen.left(id, 8)} ${screen.left(where, 6)} ${screen.left(screen.cutText(what, title), title)}${shown
      .map((state) => screen.right(cell(state), columnWidths[state]))
      .join('')}`;
  return [
    'In how many of these scans each control was what:',
    row((state) => controlWords[state], ['control', '', '']),
    ...facts.histories.map((history) => {
      const states = statesOf(history);
      return row((state) => count(states[state]), [history.control, history.provider, history.title]);
    }),
  ];
};

const historyOf = (
  { control, title, provider, cells }: ControlHistory,
  steps: readonly PeriodStep[],
  screen: Screen,
): readonly string[] => [
  `${control} in ${providerNames[provider]}: ${title}`,
  ...steps.flatMap((step, index) => {
    if (step.type === 'gap') return gapLines(step.gap, screen);
    const { manifest } = step.scan;
    const lead = `  ${screen.right(String(manifest.number), 4)}  ${utcMinute(manifest.finishedAt)}  `;
    const cell = cells[index];
    if (cell === undefined) return [`${lead}${screen.own('·')} not looked at`];
    return [
      `${lead}${screen.own(controlSymbols[cell.state])} ${screen.left(controlWords[cell.state], 15)}${saidOf(cell, screen)}`,
      ...step.scan.exceptions
        .filter(({ check }) => cell.checks.includes(check))
        .map(
          (row) =>
            `          excepted by ${screen.name(row.owner)} until ${row.until}: ${screen.name(row.reason)} (${plural(row.hides, 'finding')})`,
        ),
    ];
  }),
  '',
];

const saidOf = (cell: ControlCell, screen: Screen): string => {
  const { asked, notApplicable, pass } = cell.counts;
  const applicable = asked - notApplicable;
  const numbers = applicable === 0 ? '' : `${count(pass)} of ${count(applicable)} pass`;
  const why = cell.notAssessed === undefined ? '' : notAssessedText(cell.notAssessed);
  const { attestation } = cell;
  const vouched =
    attestation === undefined
      ? ''
      : `attested by ${screen.name(attestation.by)} until ${attestation.until}: ${screen.name(attestation.evidence)}`;
  return [numbers, why, vouched].filter((part) => part !== '').join('; ');
};
