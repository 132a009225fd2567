/** `plumbline diff`: what is different in the later of two scans. */
import type { CheckMetadata } from '#model/check.ts';
import type { Manifest } from '#model/scan.ts';
import type { Difference, DifferenceRow, Differences } from '../facts/differences.ts';
import { count, plural } from '../text/numbers.ts';
import { indexChecks, placeOf, titleOf } from '../text/wording.ts';
import { painted } from './changes.ts';
import type { ScreenOptions } from './screen.ts';
import { Screen } from './screen.ts';

const kinds: readonly {
  readonly difference: Difference;
  readonly symbol: string;
  readonly words: string;
  readonly tone: 'bad' | 'good' | 'unknown' | 'plain';
}[] = [
  { difference: 'new', symbol: '+', words: 'new', tone: 'bad' },
  { difference: 'worse', symbol: '▲', words: 'worse', tone: 'bad' },
  { difference: 'reopened', symbol: '↺', words: 'reopened', tone: 'bad' },
  { difference: 'unseen', symbol: '?', words: 'open, not looked at', tone: 'unknown' },
  { difference: 'gone', symbol: '?', words: 'not in the later scan, not resolved', tone: 'unknown' },
  { difference: 'better', symbol: '−', words: 'less severe', tone: 'plain' },
  { difference: 'version', symbol: '~', words: 'changed by version', tone: 'plain' },
  { difference: 'excepted', symbol: '!', words: 'excepted', tone: 'plain' },
  { difference: 'resolved', symbol: '−', words: 'resolved', tone: 'good' },
];

const rowsOfEach = 50;

/** `manifest` is the later scan's, for the names of accounts. */
export const renderDiff = (
  differences: Differences,
  manifest: Manifest,
  checks: readonly CheckMetadata[],
  options: ScreenOptions,
): string => {
  const screen = new Screen(options);
  const index = indexChecks(checks);
  const { from, to, counts, unknownNow, unknownThen } = differences;
  const row = ({ finding }: DifferenceRow): string => {
    const lead = `    ${screen.left(finding.severity, 9)} ${finding.finding.slice(0, 10)}  `;
    const place = screen.cutName(placeOf(manifest, finding), 24);
    const room = Math.max(16, screen.width - lead.length - 26);
    return `${lead}${screen.left(screen.own(titleOf(finding, index, room, screen.mark)), room)}  ${place}`;
  };
  const block = kinds.flatMap(({ difference, symbol, words, tone }) => {
    const total = counts[difference];
    if (total === 0) return [];
    const rows = differences.rows.filter((each) => each.difference === difference).slice(0, rowsOfEach);
    return [
      '',
      `  ${painted(screen.own(`${symbol} ${count(total)} ${words}`), tone, screen)}`,
      ...rows.map(row),
      ...(total > rows.length ? [`    and ${count(total - rows.length)} more`] : []),
    ];
  });
  const unknown =
    unknownNow === unknownThen
      ? `${plural(unknownNow, 'question')} could not be judged, as before.`
      : `${plural(unknownNow, 'question')} could not be judged, ${count(unknownThen)} before.`;
  const lines = [
    `Scan ${from} to ${to}`,
    ...(block.length === 0 ? ['', '  no change in findings'] : block),
    '',
    unknownNow > 0 ? screen.colors.yellow(`? ${unknown}`) : 'Every question was judged.',
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
};
