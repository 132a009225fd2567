/** What changed since the scan before: one line, symbol and number and word. */
import type { ReportFacts } from '../facts/facts.ts';
import { count } from '../text/numbers.ts';
import type { Screen } from './screen.ts';

type Tone = 'bad' | 'good' | 'unknown' | 'plain';

interface ChangeEntry {
  readonly symbol: string;
  readonly number: number;
  readonly word: string;
  readonly tone: Tone;
}

/** Symbol, number, word; what did not happen is left out. */
const changeEntries = (facts: ReportFacts): readonly ChangeEntry[] => {
  const { counts } = facts.changes;
  const entries: readonly ChangeEntry[] = [
    { symbol: '+', number: counts.new, word: 'new', tone: 'bad' },
    { symbol: '▲', number: counts.worse, word: 'worse', tone: 'bad' },
    { symbol: '↺', number: counts.reopened, word: 'reopened', tone: 'bad' },
    // Of those before it.
    { symbol: '~', number: counts.drifted ?? 0, word: 'drifted', tone: 'bad' },
    {
      symbol: '!',
      number: counts.exceptionsExpired,
      word: counts.exceptionsExpired === 1 ? 'exception expired' : 'exceptions expired',
      tone: 'bad',
    },
    {
      symbol: '!',
      number: counts.exceptionsVoid,
      word: counts.exceptionsVoid === 1 ? 'exception void' : 'exceptions void',
      tone: 'bad',
    },
    { symbol: '−', number: counts.resolved, word: 'resolved', tone: 'good' },
    { symbol: '~', number: counts.byVersion ?? 0, word: 'changed by version', tone: 'plain' },
    { symbol: '?', number: counts.coverageLost, word: 'lost', tone: 'unknown' },
    { symbol: '?', number: counts.notLookedAt, word: 'not looked at', tone: 'unknown' },
  ];
  return entries.filter((entry) => entry.number > 0);
};

export const painted = (text: string, tone: Tone, screen: Screen): string => {
  switch (tone) {
    case 'bad':
      return screen.colors.bold(screen.colors.red(text));
    case 'good':
      return screen.colors.green(text);
    case 'unknown':
      return screen.colors.yellow(text);
    case 'plain':
      return text;
  }
};

export const changesLine = (facts: ReportFacts, screen: Screen): readonly string[] => {
  if (!facts.changes.compared) return ['First scan: nothing to compare with.'];
  const lead = `Since scan ${facts.manifest.comparedWith}`;
  const entries = changeEntries(facts);
  if (entries.length === 0) return [`${lead}   no change`];
  const lines: string[] = [];
  let line = lead;
  let width = lead.length;
  for (const entry of entries) {
    const text = screen.own(`${entry.symbol} ${count(entry.number)} ${entry.word}`);
    if (width + 3 + text.length > screen.width) {
      lines.push(line);
      line = ' ';
      width = 1;
    }
    line += `   ${painted(text, entry.tone, screen)}`;
    width += 3 + text.length;
  }
  return [...lines, line];
};
