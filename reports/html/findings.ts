/** The list of findings: the worst causes in the page itself, everything else from the data files beside it. */
import { questions } from '#model/check.ts';
import { severities } from '#model/severity.ts';
import type { ReportFacts } from '../facts/facts.ts';
import type { CheckView, FindingView } from '../text/finding-view.ts';
import { titleFrom } from '../text/finding-view.ts';
import { count, plural } from '../text/numbers.ts';
import { causeNote, emptySentence } from '../text/sentences.ts';
import { questionNames } from '../text/wording.ts';
import { findingArticle } from './finding.ts';
import { severity } from './icons.ts';
import type { Markup } from './markup.ts';
import { constant, each, markup, nothing, when } from './markup.ts';
import { scriptJson } from './security.ts';

export interface ListedCause {
  readonly view: FindingView;
  readonly check: CheckView;
  readonly note: string;
  readonly where: string;
}

/** Room for what is in the page itself, in UTF-16 units; the whole file stays below 2 MB with it. */
const staticRoom = 1_200_000;

const row = ({ view, check, note, where }: ListedCause): Markup =>
  markup`<tr role="row"><td role="cell" class="tag">${severity(view.severity)}</td><td role="cell" class="what"><a class="title" href="#f-${view.finding}"><bdi>${titleFrom(view, check)}</bdi></a><span class="why">${note === '' ? nothing : markup`<a class="cause" href="#cause=${view.cause}">${note}</a> `}<bdi>${view.why}</bdi></span></td><td role="cell" class="meta where"><bdi>${where}</bdi></td><td role="cell" class="meta">${check.questionName}</td><td role="cell" class="n meta">${view.openFor}</td><td role="cell" class="meta">${view.owner === '' ? markup`<span class="zero">no owner</span>` : markup`<bdi>${view.owner}</bdi>`}</td></tr>`;

/** Cloned by the script for rows and articles that are not in the page. */
const templates = (): Markup =>
  markup`<template id="row-template"><tr role="row"><td role="cell" class="tag"></td><td role="cell" class="what"><a class="title"><bdi></bdi></a><span class="why"></span></td><td role="cell" class="meta where"><bdi></bdi></td><td role="cell" class="meta"></td><td role="cell" class="n meta"></td><td role="cell" class="meta"><bdi></bdi></td></tr></template>
${severities.map((level) => markup`<template id="severity-${level}">${severity(level)}</template>`)}`;

interface Toggle {
  readonly group: 'severity' | 'state' | 'question';
  readonly value: string;
  readonly label: string;
  readonly number: number;
}

const toggle = ({ group, value, label, number }: Toggle): Markup =>
  markup`<button type="button" data-group="${group}" data-value="${value}" aria-pressed="${value === 'open' ? 'true' : 'false'}">${label} <span class="count">${count(number)}</span></button>`;

const toggles = (facts: ReportFacts): readonly Toggle[] => {
  const { whole, changes, carried } = facts;
  const state = (value: string, number: number): Toggle => ({ group: 'state', value, label: value, number });
  return [
    ...severities.map(
      (level): Toggle => ({
        group: 'severity',
        value: level,
        label: level,
        number: whole.openBySeverity[level],
      }),
    ),
    state('open', whole.open + carried),
    state('new', changes.counts.new),
    state('worse', changes.counts.worse),
    state('reopened', changes.counts.reopened),
    state('excepted', whole.excepted),
    state('resolved', changes.counts.resolved),
    ...questions.flatMap((question): readonly Toggle[] => {
      const ledger = facts.questions.find((each) => each.question === question);
      return ledger === undefined
        ? []
        : [{ group: 'question', value: question, label: questionNames[question], number: ledger.open }];
    }),
  ];
};

/** Hidden until the script runs: without it there is nothing to press for. */
const filter = (facts: ReportFacts): Markup => {
  const all = toggles(facts);
  const group = (name: Toggle['group'], label: string): Markup =>
    markup`<div class="toggles" role="group" aria-label="${label}">${each(
      all.filter((item) => item.group === name),
      toggle,
    )}</div>`;
  return markup`<form id="filter" class="filter" role="search" hidden>
<div class="field"><label for="words" class="hidden">Filter findings: all words match, in any order</label><input id="words" type="search" autocomplete="off" spellcheck="false" placeholder="Filter, e.g. bucket orders critical  ( / )"></div>
<div class="field"><label for="sort">Sort</label> <select id="sort"><option value="worst">worst first</option><option value="oldest">open longest</option><option value="newest">newest</option><option value="where">where</option><option value="owner">owner</option></select></div>
<div class="field"><button type="button" id="group" aria-pressed="true">one row per cause</button> <button type="button" id="clear">Clear filter</button></div>
${group('severity', 'Severity')}${group('state', 'State')}${group('question', 'Question')}
</form>`;
};

export const findingsBody = (
  facts: ReportFacts,
  causes: readonly ListedCause[],
  checks: readonly CheckView[],
  indexes: number,
): Markup => {
  const { whole, carried } = facts;
  const open = whole.open + carried;
  const articles: Markup[] = [];
  let used = 0;
  for (const cause of causes) {
    const article = findingArticle(cause.view, cause.check, cause.note !== '');
    used += article.length;
    if (used > staticRoom) break;
    articles.push(article);
  }
  const rows = causes.map(row);
  const headline =
    open === 0
      ? emptySentence(facts)
      : `${plural(open, 'open finding')} from ${plural(facts.causes, 'cause')}.`;
  const second =
    whole.judged === 0 && whole.applicable > 0
      ? 'Nothing open is no good news here: see Coverage for what to grant.'
      : `${whole.excepted === 0 ? 'None is excepted' : `${count(whole.excepted)} more excepted until a date`}; ${whole.unknown === 0 ? 'every question was judged' : `${plural(whole.unknown, 'question')} could not be judged`}.`;
  const table = markup`<div id="table-region"><table class="grid stack" role="table" id="list"><caption class="hidden">Findings</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Severity</th><th scope="col" role="columnheader">Finding and why</th><th scope="col" role="columnheader">Where</th><th scope="col" role="columnheader">Question</th><th scope="col" role="columnheader" class="n">Open for</th><th scope="col" role="columnheader">Owner</th></tr></thead>
<tbody role="rowgroup">${rows}</tbody></table></div>`;
  return markup`<div id="overview-of-findings"><h1>${headline}</h1>
<p class="second">${second}</p>
${filter(facts)}
<p id="shown" class="shown" role="status">${count(rows.length)} shown of ${plural(facts.causes, 'cause')}</p>
${table}
<p id="none" hidden></p>
<nav id="pages" class="pages" aria-label="Rows" hidden><button type="button" id="previous">Previous 200</button> <button type="button" id="next">Next 200</button></nav>
${when(facts.causes > rows.length, () => markup`<noscript><p>The worst ${count(rows.length)} causes are in this page. All findings: scan with an NDJSON report, or allow scripts for this file.</p></noscript>`)}
</div>
<div id="details">${articles}</div>
${templates()}
<template id="article-template">${findingArticle(blankView, blankCheck, false)}</template>
<script type="application/json" id="facts">${constant(pageFacts(facts, checks, indexes))}</script>`;
};

/** What the script needs and no finding holds. JSON in a data block: it is read, never run. */
const pageFacts = (facts: ReportFacts, checks: readonly CheckView[], indexes: number): string =>
  scriptJson({
    scan: facts.manifest.number,
    causes: facts.causes,
    indexes,
    checks,
  });

const blankView: FindingView = {
  finding: '',
  short: '',
  check: '',
  severity: 'low',
  state: '',
  standing: '',
  name: '',
  resource: '',
  kind: '',
  place: '',
  account: '',
  region: '',
  owner: '',
  openFor: '',
  firstSeen: '',
  judgedScan: 0,
  reach: 0,
  cause: '',
  why: '',
  evidence: [{ path: '', found: '', expected: '' }],
  moreEvidence: 1,
  history: [''],
  verify: '',
  show: '',
  except: '',
};

const blankCheck: CheckView = {
  id: '',
  title: '',
  finding: '{name}',
  question: '',
  questionName: '',
  consequence: '',
  remediation: '',
  controls: '',
  sources: [],
};

export const listedCause = (
  view: FindingView,
  check: CheckView,
  cause: Parameters<typeof causeNote>[0],
): ListedCause => ({
  view,
  check,
  note: causeNote(cause),
  where: cause.accounts > 1 ? plural(cause.accounts, 'account') : view.place,
});
