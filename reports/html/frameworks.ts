/** Controls by framework: what holds in each cloud, what is not assessed and why, what somebody has to attest. */
import type { Provider } from '#model/resource.ts';
import type { AttestationRow, AttestationStatus } from '#model/scan.ts';
import type { ControlCell, ControlRow, ControlState, FrameworkFacts } from '../facts/controls.ts';
import { countStates } from '../facts/controls.ts';
import type { ReportFacts } from '../facts/facts.ts';
import { groupOf } from '../frameworks/index.ts';
import { controlWords, notAssessedText, providerNames } from '../text/control-words.ts';
import { count, plural, span } from '../text/numbers.ts';
import type { VerdictName } from './icons.ts';
import { verdict } from './icons.ts';
import type { Markup } from './markup.ts';
import { code, each, markup, name, nothing, when } from './markup.ts';

const shapes: Readonly<Record<ControlState, VerdictName>> = {
  fail: 'fail',
  'not-assessed': 'unknown',
  manual: 'manual',
  excepted: 'excepted',
  pass: 'pass',
  'not-applicable': 'not-applicable',
};

const wordsOf = (cell: ControlCell): string => {
  const { asked, notApplicable } = cell.counts;
  const applicable = asked - notApplicable;
  switch (cell.state) {
    case 'fail':
      return `${count(cell.open)} of ${count(applicable)}`;
    case 'pass':
      return cell.attestation === undefined ? count(cell.counts.pass) : 'attested';
    case 'excepted':
      return `${count(cell.excepted)} excepted`;
    case 'not-assessed':
    case 'manual':
    case 'not-applicable':
      return controlWords[cell.state];
  }
};

const cellOf = (row: ControlRow, provider: Provider): Markup => {
  const cell = row.cells.find((each) => each.provider === provider);
  return cell === undefined
    ? markup`<td role="cell" class="n" data-label="${providerNames[provider]}"><span class="zero">·</span></td>`
    : markup`<td role="cell" class="n" data-label="${providerNames[provider]}">${verdict(shapes[cell.state], wordsOf(cell))}</td>`;
};

const saidOf = (cell: ControlCell, now: string): Markup => {
  const { pass, asked, notApplicable, unknown } = cell.counts;
  const applicable = asked - notApplicable;
  const { attestation, notAssessed } = cell;
  const numbers =
    applicable === 0
      ? 'nothing asked that applies'
      : `${count(pass)} of ${count(applicable)} pass, ${count(cell.open)} open, ${count(cell.excepted)} excepted, ${count(unknown)} unknown`;
  return markup`<li>${verdict(shapes[cell.state], `${providerNames[cell.provider]}: ${controlWords[cell.state]}`)} ${numbers}${when(
    notAssessed !== undefined && notAssessed.why !== 'unknown',
    () => markup`; ${notAssessed === undefined ? '' : notAssessedText(notAssessed)}`,
  )}${
    attestation === undefined
      ? nothing
      : markup`; attested by ${name(attestation.by)} for ${span(now, endOf(attestation))} more: ${name(attestation.statement)} ${name(attestation.evidence)}`
  }${when(
    cell.checks.length > 0,
    () =>
      markup`<br>${each(cell.checks, (id) => markup`<a class="quiet" href="findings.html#q=${id}">${code(id)}</a> `)}`,
  )}</li>`;
};

const rowOf = (row: ControlRow, shown: readonly Provider[], facts: ReportFacts): Markup => {
  const { control, cells } = row;
  const words = [
    control.id,
    control.title,
    ...cells.map(({ provider, state }) => `${provider} ${controlWords[state]}`),
  ];
  const states = [...new Set(cells.map(({ state }) => state))].join(' ');
  return markup`<tr role="row" data-states="${states}" data-words="${words.join(' ').toLowerCase()}"><th scope="row" role="rowheader" class="control">${control.id}</th><td role="cell" class="what"><details><summary>${control.title}</summary><ul class="plain">${each(
    cells,
    (cell) => saidOf(cell, facts.manifest.finishedAt),
  )}</ul>${
    control.decidable === 'full' ? nothing : markup`<p>For somebody to attest: ${control.attest}.</p>`
  }</details></td>${each(shown, (provider) => cellOf(row, provider))}</tr>`;
};

const groupsOf = ({
  framework,
  rows,
}: FrameworkFacts): readonly (readonly [string, readonly ControlRow[]])[] => {
  const groups = new Map<string, ControlRow[]>();
  for (const row of rows) {
    const title = framework.groups[groupOf(row.control)] ?? '';
    const list = groups.get(title);
    if (list === undefined) groups.set(title, [row]);
    else list.push(row);
  }
  return [...groups];
};

const sectionOf = (own: FrameworkFacts, facts: ReportFacts): Markup => {
  const { framework } = own;
  const shown = framework.providers.filter((provider) => facts.manifest.scope.providers.includes(provider));
  const columns = 2 + shown.length;
  return markup`<section aria-labelledby="${framework.id}"><h2 id="${framework.id}">${framework.title} <small>${summaryOf(own)}</small></h2>
<div class="scroll" role="group" aria-labelledby="${framework.id}" tabindex="0"><table class="grid controls stack" role="table"><caption class="hidden">${framework.title}: each control in each cloud</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Control</th><th scope="col" role="columnheader">What it asks</th>${each(shown, (provider) => markup`<th scope="col" role="columnheader" class="n">${providerNames[provider]}</th>`)}</tr></thead>
${each(
  groupsOf(own),
  ([title, rows]) =>
    markup`<tbody role="rowgroup"><tr role="row" class="group"><th scope="rowgroup" role="rowheader" colspan="${columns}">${title}</th></tr>${each(rows, (row) => rowOf(row, shown, facts))}</tbody>`,
)}</table></div></section>`;
};

const summaryOf = (own: FrameworkFacts): string => {
  const counts = countStates(own.rows);
  return [
    [counts.fail, 'fail somewhere'],
    [counts['not-assessed'], 'not assessed'],
    [counts.manual, 'manual'],
    [counts.excepted, 'excepted'],
    [counts.pass, 'pass'],
  ]
    .filter(([value]) => value !== 0)
    .map(([value, words]) => `${count(Number(value))} ${words}`)
    .join(', ');
};

/** How many controls of the framework that comes first fail somewhere. */
export const failingControls = ({ frameworks }: ReportFacts): number => {
  const [first] = frameworks;
  return first === undefined ? 0 : countStates(first.rows).fail;
};

const headline = (own: FrameworkFacts): string => {
  const counts = countStates(own.rows);
  const asked = own.rows.filter(({ cells }) => cells.length > 0).length;
  const open = counts['not-assessed'] + counts.manual;
  const rest = open === 0 ? 'every other one is decided' : `${count(open)} are not fully assessed`;
  return `${own.framework.title}: ${count(counts.fail)} of ${plural(asked, 'control')} fail somewhere, ${rest}.`;
};

/** Hidden until the script runs. */
const filter = (facts: ReportFacts): Markup => {
  const toggle = (state: ControlState): Markup => {
    const number = facts.frameworks.reduce(
      (sum, { rows }) => sum + rows.filter(({ cells }) => cells.some((cell) => cell.state === state)).length,
      0,
    );
    return number === 0
      ? nothing
      : markup`<button type="button" data-state="${state}" aria-pressed="false">${controlWords[state]} <span class="count">${count(number)}</span></button>`;
  };
  return markup`<form id="filter" class="filter" role="search" hidden>
<div class="field"><label for="words" class="hidden">Filter controls: all words match, in any order</label><input id="words" type="search" autocomplete="off" spellcheck="false" placeholder="Filter controls, e.g. iam fail azure  ( / )"></div>
<div class="toggles" role="group" aria-label="State">${each(['fail', 'not-assessed', 'manual', 'excepted', 'pass'] as const, toggle)}</div>
<div class="field"><button type="button" id="clear">Clear filter</button></div>
</form><p id="shown" class="shown" role="status"></p>`;
};

const standings: Readonly<
  Record<AttestationStatus, { readonly shape: VerdictName; readonly words: string }>
> = {
  expired: { shape: 'fail', words: 'expired' },
  'ends-soon': { shape: 'excepted', words: 'ends soon' },
  'in-force': { shape: 'pass', words: 'in force' },
  'not-yet': { shape: 'not-applicable', words: 'not yet' },
};

const endOf = ({ until }: AttestationRow): string => `${until}T23:59:59Z`;

const attestations = (facts: ReportFacts): Markup => {
  const now = facts.manifest.finishedAt;
  const row = (attested: AttestationRow): Markup => {
    const end = endOf(attested);
    const standing = standings[attested.status];
    return markup`<tr role="row"><td role="cell">${verdict(standing.shape, standing.words)}</td><td role="cell">${code(`${attested.framework} ${attested.control}`)}</td><td role="cell" data-label="where">${attested.provider === undefined ? 'every cloud' : providerNames[attested.provider]}</td><td role="cell" class="what">${name(attested.statement)}</td><td role="cell" data-label="by">${name(attested.by)}</td><td role="cell" data-label="evidence">${name(attested.evidence)}</td><td role="cell" class="n" data-label="ends">${name(attested.until)}</td><td role="cell" class="n" data-label="in">${end < now ? `${span(end, now)} ago` : span(now, end)}</td></tr>`;
  };
  const rows = facts.attestations;
  return markup`<section aria-labelledby="attestations"><h2 id="attestations">Attestations <small>What people vouch for where no check can look</small></h2>${
    rows.length === 0
      ? markup`<p>No attestations. A control that checks decide in part, or not at all, stays manual.</p>`
      : markup`<table class="grid stack" role="table"><caption class="hidden">Attestations, soonest end first</caption><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">State</th><th scope="col" role="columnheader">Control</th><th scope="col" role="columnheader">Where</th><th scope="col" role="columnheader">What holds</th><th scope="col" role="columnheader">By</th><th scope="col" role="columnheader">Evidence</th><th scope="col" role="columnheader" class="n">Ends</th><th scope="col" role="columnheader" class="n">In</th></tr></thead><tbody role="rowgroup">${each(rows.slice(0, 500), row)}</tbody></table>${when(rows.length > 500, () => markup`<p>and ${count(rows.length - 500)} more</p>`)}`
  }</section>`;
};

export const frameworksBody = (facts: ReportFacts): Markup => {
  const [first] = facts.frameworks;
  if (first === undefined) return markup`<h1>No framework is about the clouds of this scan.</h1>`;
  return markup`<h1>${headline(first)}</h1>
<p class="second">A control that checks decide in part is met only while somebody attests the rest. What could not be looked at is not assessed, whatever passed beside it. All of it is about the accounts and regions of this scan, and about no others.</p>
${when(
  facts.frameworks.length > 1,
  () =>
    markup`<ul class="inline">${each(facts.frameworks, ({ framework }) => markup`<li><a href="#${framework.id}">${framework.title}</a></li>`)}<li><a href="#attestations">Attestations</a></li></ul>`,
)}
${filter(facts)}
${each(facts.frameworks, (own) => sectionOf(own, facts))}
${attestations(facts)}`;
};
