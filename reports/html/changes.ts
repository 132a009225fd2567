/** The change list: symbol, number, word, then what it was. */
import type { Change } from '../facts/changes.ts';
import type { ReportFacts } from '../facts/facts.ts';
import { count } from '../text/numbers.ts';
import { titleOf } from '../text/wording.ts';
import type { Markup } from './markup.ts';
import { each, markup, nothing } from './markup.ts';

interface Row {
  readonly symbol: string;
  readonly tone: 'fail' | 'pass' | 'unknown' | 'plain';
  readonly number: number;
  readonly word: string;
  readonly what: string;
  readonly href: string;
}

const examples = (facts: ReportFacts, change: Change): string =>
  facts.changes.examples[change]
    .slice(0, 2)
    .map((finding) => titleOf(finding, facts.checks))
    .join('; ');

const rowsOf = (facts: ReportFacts, breakdown: (change: Change) => string): readonly Row[] => {
  const { counts } = facts.changes;
  const of = (change: Change, symbol: string, tone: Row['tone']): Row => {
    const severe = breakdown(change);
    const few = counts[change] <= 2 ? examples(facts, change) : '';
    return {
      symbol,
      tone,
      number: counts[change],
      word: change,
      what: few === '' ? severe : few,
      href: `findings.html#state=${change}`,
    };
  };
  const rows: readonly Row[] = [
    of('new', '+', 'fail'),
    of('worse', '▲', 'fail'),
    of('reopened', '↺', 'fail'),
    {
      symbol: '~',
      tone: 'fail',
      number: counts.drifted ?? 0,
      word: 'drifted',
      what: 'of these: not as approved any more',
      href: 'findings.html#question=drift',
    },
    {
      symbol: '?',
      tone: 'unknown',
      number: counts.coverageLost,
      word: 'coverage lost',
      what: 'read before, not read now; no finding was resolved by this',
      href: 'coverage.html',
    },
    {
      symbol: '?',
      tone: 'unknown',
      number: counts.notLookedAt,
      word: 'not looked at',
      what: 'open before, and neither resolved nor confirmed now',
      href: 'coverage.html',
    },
    {
      symbol: '!',
      tone: 'plain',
      number: counts.exceptionsExpired,
      word: counts.exceptionsExpired === 1 ? 'exception expired' : 'exceptions expired',
      what: 'what it hid is open again',
      href: 'coverage.html#exceptions',
    },
    {
      symbol: '!',
      tone: 'plain',
      number: counts.exceptionsVoid,
      word: counts.exceptionsVoid === 1 ? 'exception void' : 'exceptions void',
      what: 'the resource changed since it was approved',
      href: 'coverage.html#exceptions',
    },
    of('resolved', '−', 'pass'),
    {
      symbol: '~',
      tone: 'plain',
      number: counts.byVersion ?? 0,
      word: 'changed by version',
      what: 'the check is another than before, the resource is not',
      href: 'findings.html',
    },
  ];
  return rows.filter((row) => row.number > 0);
};

export const changeRows = (facts: ReportFacts, breakdown: (change: Change) => string): Markup => {
  const rows = rowsOf(facts, breakdown);
  if (rows.length === 0) return markup`<p>Nothing changed since scan ${facts.manifest.comparedWith}.</p>`;
  return markup`<ul class="changes">${each(
    rows,
    (row) =>
      markup`<li><span class="symbol ${row.tone}" aria-hidden="true">${row.symbol}</span><span><a class="quiet" href="${row.href}"><b>${count(row.number)} ${row.word}</b></a>${row.what === '' ? nothing : markup` <bdi>${row.what}</bdi>`}</span></li>`,
  )}</ul>`;
};
