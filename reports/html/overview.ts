/** How bad, can it be trusted, what changed, where, what first. */

import { questionOf } from '#model/check.ts';
import type { Severity } from '#model/severity.ts';
import { severities } from '#model/severity.ts';
import type { Change } from '../facts/changes.ts';
import { severitiesAddUp } from '../facts/changes.ts';
import type { ReportFacts } from '../facts/facts.ts';
import type { Ledger } from '../facts/ledger.ts';
import type { UnknownGroup } from '../facts/unknowns.ts';
import { count, percent, plural } from '../text/numbers.ts';
import { causeNote, emptySentence, headline, secondSentence } from '../text/sentences.ts';
import { accountName, openFor, ownerOf, placeOf, questionNames, titleOf, whyOf } from '../text/wording.ts';
import { byAccountAndOwner, byCloud } from './breakdown.ts';
import { changeRows } from './changes.ts';
import { changeBars, ledgerBar, multiple, sparkline } from './charts.ts';
import { severity, verdict } from './icons.ts';
import type { Markup } from './markup.ts';
import { code, each, markup, name, nothing, when } from './markup.ts';

const dim = (value: number): Markup =>
  value === 0 ? markup`<span class="zero">0</span>` : markup`${count(value)}`;

/** A zero says "judged, and none": where nothing was judged it would be a lie. */
const openCell = (ledger: Ledger, level: Severity): Markup => {
  if (ledger.applicable > 0 && ledger.judged === 0) return markup`<td class="n unknown">?</td>`;
  const value = ledger.openBySeverity[level];
  return markup`<td class="n ${level === 'critical' && value > 0 ? 'bad' : ''}">${dim(value)}</td>`;
};

const verdicts = (facts: ReportFacts): Markup => {
  const { whole } = facts;
  const share = (value: number): string => percent(value, whole.applicable);
  return markup`<section aria-labelledby="verdicts"><h2 id="verdicts">Verdicts <small>Of ${plural(whole.applicable, 'question')} that apply</small></h2>
${ledgerBar(whole)}
<table class="ledger"><caption class="hidden">Verdicts: numbers and share of the questions that apply</caption>
<thead class="hidden"><tr><th scope="col">Verdict</th><th scope="col">Number</th><th scope="col">Share</th></tr></thead><tbody>
<tr><th scope="row">Questions asked</th><td>${count(whole.asked)}</td><td></td></tr>
<tr class="sub"><th scope="row">${verdict('not-applicable', 'not applicable')}</th><td>${count(whole.notApplicable)}</td><td></td></tr>
<tr class="sum"><th scope="row">Applicable</th><td>${count(whole.applicable)}</td><td>${share(whole.applicable)}</td></tr>
<tr class="sub"><th scope="row">${verdict('pass', 'pass')}</th><td>${count(whole.pass)}</td><td>${share(whole.pass)}</td></tr>
<tr class="sub"><th scope="row">${verdict('fail', 'fail')}</th><td>${count(whole.fail)}</td><td>${share(whole.fail)}</td></tr>
<tr class="subsub"><th scope="row">open</th><td>${count(whole.open)}</td><td></td></tr>
<tr class="subsub"><th scope="row">excepted until a date</th><td>${count(whole.excepted)}</td><td></td></tr>
<tr class="sub"><th scope="row">${verdict('unknown', 'unknown')}</th><td>${count(whole.unknown)}</td><td>${share(whole.unknown)}</td></tr>
<tr class="total"><th scope="row">Judged</th><td>${count(whole.judged)}</td><td>${share(whole.judged)}</td></tr>
</tbody></table></section>`;
};

const breakdown = (facts: ReportFacts, change: Change): string => {
  if (!severitiesAddUp(facts.changes, change)) return '';
  const by = facts.changes.bySeverity[change];
  return severities
    .filter((level) => by[level] > 0)
    .map((level) => `${count(by[level])} ${level}`)
    .join(', ');
};

const changed = (facts: ReportFacts): Markup =>
  markup`<section aria-labelledby="changed"><h2 id="changed">What changed ${when(
    facts.changes.compared,
    () => markup`<small>Scan ${facts.manifest.comparedWith} to ${facts.manifest.number}</small>`,
  )}</h2>
${facts.changes.compared ? changeRows(facts, (change) => breakdown(facts, change)) : markup`<p>First scan: nothing to compare with.</p>`}</section>`;

const byQuestion = (facts: ReportFacts): Markup => {
  const drawn = facts.trend.length > 1;
  const row = (label: Markup, ledger: Ledger, spark: Markup): Markup =>
    markup`<tr><th scope="row">${label}</th>${severities.map((level) => openCell(ledger, level))}<td class="n wide">${dim(ledger.excepted)}</td><td class="n ${ledger.unknown > 0 ? 'unknown' : ''}">${dim(ledger.unknown)}</td><td class="n wide">${count(ledger.pass)}</td><td class="n wide">${count(ledger.applicable)}</td><td class="n wide">${percent(ledger.judged, ledger.applicable)}</td>${drawn ? markup`<td class="wide">${spark}</td>` : nothing}</tr>`;
  return markup`<section aria-labelledby="by-question"><h2 id="by-question">By question <small>Open failures by severity. A 0 means judged and none found.</small></h2>
<div class="scroll" role="group" aria-labelledby="by-question" tabindex="0"><table class="grid totals"><caption class="hidden">Open failures by question and severity, with what could not be judged</caption>
<thead><tr><th scope="col">Question</th>${severities.map((level) => markup`<th scope="col" class="n">${level}</th>`)}<th scope="col" class="n wide">excepted</th><th scope="col" class="n">unknown</th><th scope="col" class="n wide">pass</th><th scope="col" class="n wide">applicable</th><th scope="col" class="n wide">judged</th>${drawn ? markup`<th scope="col" class="wide">critical and high, ${facts.trend.length} scans</th>` : nothing}</tr></thead>
<tbody>${each(facts.questions, (ledger) =>
    row(
      markup`<a class="quiet" href="findings.html#question=${ledger.question}">${questionNames[ledger.question] ?? ledger.question}</a>`,
      ledger,
      sparkline(facts.trend, (point) => point.severe.get(ledger.question)),
    ),
  )}</tbody><tfoot>${row(
    markup`All`,
    facts.whole,
    sparkline(facts.trend, (point) => point.critical + point.high),
  )}</tfoot></table></div></section>`;
};

const worst = (facts: ReportFacts): Markup => {
  if (facts.worst.length === 0)
    return markup`<section aria-labelledby="worst"><h2 id="worst">Worst first</h2><p>${emptySentence(facts)}</p></section>`;
  const shown = facts.worst.slice(0, 10);
  const title = shown.length === 10 ? 'Worst ten' : 'Worst first';
  return markup`<section aria-labelledby="worst"><h2 id="worst">${title} <small>By what is gained, then reach, then age. Not by count.</small></h2>
<table class="grid stack" role="table"><caption class="hidden">The worst open findings and why each is here</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader" class="n">#</th><th scope="col" role="columnheader">Severity</th><th scope="col" role="columnheader">Finding and why it is here</th><th scope="col" role="columnheader">Where</th><th scope="col" role="columnheader">Question</th><th scope="col" role="columnheader" class="n">Open for</th><th scope="col" role="columnheader">Owner</th></tr></thead>
<tbody role="rowgroup">${each(shown, (cause, index) => {
    const { finding } = cause;
    const owner = ownerOf(finding);
    const note = causeNote(cause);
    return markup`<tr role="row"><td role="cell" class="n rank">${index + 1}</td><td role="cell" class="tag">${severity(finding.severity)}</td><td role="cell" class="what"><a class="title" href="findings.html#f-${finding.finding}"><bdi>${titleOf(finding, facts.checks)}</bdi></a><span class="why"><bdi>${note === '' ? '' : `${note}. `}${whyOf(finding.evidence, finding.drift)}</bdi></span></td><td role="cell" class="meta where">${cause.accounts > 1 ? markup`${plural(cause.accounts, 'account')}` : name(placeOf(facts.manifest, finding))}</td><td role="cell" class="meta">${questionNames[questionOf(finding.check)] ?? 'Other'}</td><td role="cell" class="n meta">${openFor(finding, facts.manifest.finishedAt)}</td><td role="cell" class="meta">${owner === undefined ? markup`<span class="zero">no owner</span>` : name(owner)}</td></tr>`;
  })}</tbody></table>
${when(facts.causes > shown.length, () => markup`<p><a href="findings.html">All ${count(facts.whole.open + facts.carried)} open findings, from ${plural(facts.causes, 'cause')}</a></p>`)}</section>`;
};

const unknownRow = (facts: ReportFacts, group: UnknownGroup): Markup =>
  markup`<tr role="row"><td role="cell" class="n unknown">${group.atLeast ? 'at least ' : ''}${count(group.verdicts)}</td><td role="cell" class="question">${questionNames[group.question] ?? group.question}</td><td role="cell">${name(`${group.provider} ${accountName(facts.manifest, group.account)}`)}</td><td role="cell">${verdict('unknown', group.reason)}</td><td role="cell">${group.missing === '' ? name(group.detail === '' ? 'no permission is known to mend it' : group.detail) : code(group.missing)}</td></tr>`;

export const unknownTable = (facts: ReportFacts, groups: readonly UnknownGroup[]): Markup =>
  markup`<table class="grid stack" role="table"><caption class="hidden">What could not be judged, by question, account and reason</caption><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader" class="n">Unknown</th><th scope="col" role="columnheader">Question</th><th scope="col" role="columnheader">Where</th><th scope="col" role="columnheader">Reason</th><th scope="col" role="columnheader">Permission or call</th></tr></thead><tbody role="rowgroup">${each(groups, (group) => unknownRow(facts, group))}</tbody></table>`;

const couldNotJudge = (facts: ReportFacts): Markup => {
  const { groups } = facts.unknowns;
  if (groups.length === 0) return nothing;
  const shown = groups.slice(0, 5);
  return markup`<section aria-labelledby="unknown"><h2 id="unknown">Could not be judged <small>${count(facts.whole.unknown)} of ${count(facts.whole.applicable)}. ${groups.length > shown.length ? 'The largest five causes; ' : ''}<a href="coverage.html">all causes and what mends them</a></small></h2>${unknownTable(facts, shown)}</section>`;
};

const trend = (facts: ReportFacts): Markup => {
  const points = facts.trend;
  const last = points.at(-1);
  if (points.length < 2 || last === undefined) return nothing;
  const panel = (label: string, number: number, drawing: Markup): Markup =>
    markup`<div><p class="label">${label}</p><p class="figure">${count(number)}</p>${drawing}</div>`;
  return markup`<section aria-labelledby="trend"><h2 id="trend">Trend <small>${points.length} scans. Hollow point: incomplete scan. Hatched gap: no scan. Every axis starts at 0.</small></h2>
<div class="multiples">${panel(
    'Critical, open',
    last.critical,
    multiple(points, 'fail', (point) => point.critical),
  )}${panel(
    'High, open',
    last.high,
    multiple(points, 'fail', (point) => point.high),
  )}${panel(
    'Unknown',
    last.unknown,
    multiple(points, 'unknown', (point) => point.unknown),
  )}<div><p class="label">New above, resolved below</p><p class="figure">${count(last.new)} <small>new</small> ${count(last.resolved)} <small>resolved</small></p>${changeBars(points)}</div></div>
<details><summary>The same in numbers</summary><table class="grid"><caption class="hidden">Open findings and unknown verdicts by scan</caption><thead><tr><th scope="col" class="n">Scan</th><th scope="col">Day</th><th scope="col" class="n">critical</th><th scope="col" class="n">high</th><th scope="col" class="n">unknown</th><th scope="col" class="n">new</th><th scope="col" class="n">resolved</th><th scope="col">Coverage</th></tr></thead><tbody>${each(
    points,
    (point) =>
      markup`<tr><th scope="row" class="n">${point.scan}</th><td>${point.at.slice(0, 10)}</td><td class="n">${dim(point.critical)}</td><td class="n">${dim(point.high)}</td><td class="n">${dim(point.unknown)}</td><td class="n">${dim(point.new)}</td><td class="n">${dim(point.resolved)}</td><td>${point.complete ? 'complete' : verdict('unknown', 'incomplete')}</td></tr>`,
  )}</tbody></table></details></section>`;
};

const notices = (facts: ReportFacts): Markup =>
  when(
    facts.manifest.notices.length > 0,
    () =>
      markup`<div class="notice">${each(facts.manifest.notices.slice(0, 20), (notice) => markup`<p>${name(notice)}</p>`)}</div>`,
  );

export const overviewBody = (facts: ReportFacts): Markup => {
  const blind = facts.whole.applicable > 0 && facts.whole.judged === 0;
  // A percentage must not break over two lines of a phone.
  return markup`<h1>${headline(facts).replaceAll(' %', '\u00a0%')}</h1>
<p class="second">${secondSentence(facts)}</p>
${notices(facts)}
<div class="two">${verdicts(facts)}${changed(facts)}</div>
${blind ? couldNotJudge(facts) : nothing}
${when(facts.questions.length > 0, () => byQuestion(facts))}
${byCloud(facts)}
${blind && facts.worst.length === 0 ? nothing : worst(facts)}
${blind ? nothing : couldNotJudge(facts)}
${byAccountAndOwner(facts)}
${trend(facts)}`;
};
