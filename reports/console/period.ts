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
    ...(options.control === undefined
      ? tableOf(facts, screen)
      : facts.histories
          .filter(({ control }) => control === options.control)
          .flatMap((history) => historyOf(history, facts.steps, screen))),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
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
      incomplete === 0 ? 'all complete' : screen.colors.yellow(`${count(incomplete)} incomplete`),
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

const columnHeads: Readonly<Record<ControlState, string>> = {
  fail: 'fail',
  'not-assessed': 'not assessed',
  manual: 'manual',
  excepted: 'excepted',
  pass: 'pass',
  'not-applicable': 'n/a',
};

const tableOf = (facts: PeriodFacts, screen: Screen): readonly string[] => {
  const title = Math.max(16, screen.width - 62);
  const row = (cells: readonly string[], [id, where, what]: readonly [string, string, string]): string =>
    `${screen.left(id, 8)} ${screen.left(where, 6)} ${screen.left(screen.cutText(what, title), title)}${cells
      .map((cell, index) => screen.right(cell, index === 1 ? 13 : index === 3 ? 9 : 7))
      .join('')}`;
  return [
    row(
      controlStates.map((state) => columnHeads[state]),
      ['scans in', '', ''],
    ),
    ...facts.histories.map((history) => {
      const states = statesOf(history);
      return row(
        controlStates.map((state) => count(states[state])),
        [history.control, history.provider, history.title],
      );
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
