/** What was read, what was not and what mends it; and what is excepted. */
import type { UnreadReason } from '#model/reading.ts';
import { unreadReasons } from '#model/reading.ts';
import type { ExceptionRow, ExceptionStatus } from '#model/scan.ts';
import type { AccountCoverage, CoverageGap } from '../facts/coverage.ts';
import type { ReportFacts } from '../facts/facts.ts';
import { cleanName, visibleValue } from '../text/clean.ts';
import { count, percent, plural, span } from '../text/numbers.ts';
import { accountName, placeOf } from '../text/wording.ts';
import type { VerdictName } from './icons.ts';
import { verdict } from './icons.ts';
import type { Markup } from './markup.ts';
import { code, each, markup, name, nothing, when } from './markup.ts';
import { unknownTable } from './overview.ts';

const rowsShown = 500;

const headline = (facts: ReportFacts): string => {
  const { whole } = facts;
  if (whole.applicable === 0) return 'Nothing was asked.';
  if (whole.judged === 0) return 'Nothing could be judged.';
  return whole.unknown === 0
    ? 'Every question was judged.'
    : `${count(whole.unknown)} of ${plural(whole.applicable, 'question')} could not be judged.`;
};

const second = (facts: ReportFacts): string => {
  const { gapCount, parts, unexpected } = facts.coverage;
  if (gapCount === 0) return 'Everything that was asked for was read. Nothing here is counted as a pass.';
  const expected = parts - unexpected;
  const known = expected === 0 ? '' : ` ${count(expected)} of them expected by the configuration.`;
  return `${plural(parts, 'part')} could not be read, for ${plural(gapCount, 'reason')}.${known} Nothing here is counted as a pass, and nothing was resolved by it.`;
};

const reasonsOf = (facts: ReportFacts): readonly UnreadReason[] =>
  unreadReasons.filter((reason) => facts.coverage.accounts.some((account) => account.gaps.has(reason)));

const accountTable = (facts: ReportFacts): Markup => {
  const { accounts } = facts.coverage;
  const reasons = reasonsOf(facts);
  const cell = (account: AccountCoverage, reason: UnreadReason): Markup => {
    const value = account.gaps.get(reason) ?? 0;
    return value === 0
      ? markup`<td class="n"><span class="zero">0</span></td>`
      : markup`<td class="n">${verdict('unknown', count(value))}</td>`;
  };
  const row = (account: AccountCoverage): Markup =>
    markup`<tr><th scope="row">${name(placeOf(facts.manifest, account))}${when(account.absent !== undefined, () => markup` <span class="why">${name(account.absent ?? '')}</span>`)}</th><td class="n">${account.kinds === 0 ? (account.closed ? verdict('unknown', 'none') : markup`·`) : `${account.kindsRead} of ${account.kinds}`}</td>${reasons.map((reason) => cell(account, reason))}</tr>`;
  return markup`<section aria-labelledby="accounts"><h2 id="accounts">By account <small>A number under a reason counts parts.</small></h2>${
    accounts.length === 0
      ? markup`<p>No account was entered.</p>`
      : markup`<div class="scroll" role="group" aria-labelledby="accounts" tabindex="0"><table class="grid"><caption class="hidden">Coverage by account and reason</caption><thead><tr><th scope="col">Account</th><th scope="col" class="n">Kinds read</th>${reasons.map((reason) => markup`<th scope="col" class="n">${reason}</th>`)}</tr></thead><tbody>${each(accounts.slice(0, rowsShown), row)}</tbody></table></div>${when(accounts.length > rowsShown, () => markup`<p>and ${count(accounts.length - rowsShown)} more accounts</p>`)}`
  }</section>`;
};

export interface Mending {
  readonly for: string;
  readonly document: string;
}

/** As many as somebody pastes; the command prints all. */
const mendingsShown = 5;

const pasted = ({ for: whom, document }: Mending): Markup => {
  // Ids in it are a cloud's text: line by line, so that only its own line ends stay.
  const lines = document.trimEnd().split('\n').map(visibleValue);
  return markup`<details><summary>For ${name(whom)}</summary><pre class="paste" tabindex="0"><code>${lines.join('\n')}</code></pre></details>`;
};

const mend = (facts: ReportFacts, command: string, mendings: readonly Mending[]): Markup => {
  const { permissions } = facts.unknowns;
  if (permissions.length === 0) return nothing;
  const verdicts = permissions.reduce((sum, permission) => sum + permission.verdicts, 0);
  const atLeast = permissions.some((permission) => permission.atLeast);
  return markup`<section aria-labelledby="mend"><h2 id="mend">Mend the denied parts <small>${plural(permissions.length, 'permission')}, ${atLeast ? 'at least ' : ''}${plural(verdicts, 'question')} wait for them</small></h2>
<table class="grid"><caption class="hidden">Permissions that were denied, and how many questions wait for each</caption><thead><tr><th scope="col">Permission or call</th><th scope="col">Where</th><th scope="col" class="n">Questions that wait</th></tr></thead><tbody>${each(
    permissions.slice(0, 100),
    (permission) =>
      markup`<tr><th scope="row">${cleanName(permission.missing) === '' ? 'without a name' : code(permission.missing)}</th><td>${permission.accounts.length === 1 ? name(accountName(facts.manifest, permission.accounts[0] ?? '')) : plural(permission.accounts.length, 'account')}</td><td class="n">${permission.atLeast ? 'at least ' : ''}${count(permission.verdicts)}</td></tr>`,
  )}</tbody></table>
${each(mendings.slice(0, mendingsShown), pasted)}
<dl class="commands"><dt>${mendings.length > mendingsShown ? 'All of it' : 'The policy'}</dt><dd><code>${command} permissions --missing</code></dd></dl></section>`;
};

const kindsCell = (gap: Pick<CoverageGap, 'kinds'>): Markup => {
  const [first, second] = gap.kinds;
  if (gap.kinds.includes('*')) return markup`every kind`;
  if (gap.kinds.length <= 2)
    return markup`${code(first ?? '')}${second === undefined ? nothing : markup` ${code(second)}`}`;
  return markup`<details><summary>${plural(gap.kinds.length, 'kind')}</summary>${each(gap.kinds, (kind) => markup`<div>${code(kind)}</div>`)}</details>`;
};

const gapRow = (facts: ReportFacts, gap: CoverageGap): Markup =>
  markup`<tr role="row"><td role="cell">${name(placeOf(facts.manifest, gap))}</td><td role="cell">${gap.regions.length > 3 ? plural(gap.regions.length, 'region') : name(gap.regions.map((region) => (region === '*' ? 'every region' : region)).join(', '))}</td><td role="cell">${kindsCell(gap)}</td><td role="cell" data-label="part">${gap.part === '*' ? markup`the listing` : code(gap.part)}</td><td role="cell">${verdict('unknown', gap.expected ? `${gap.state}, expected` : gap.state)}</td><td role="cell" class="permission">${gap.missing === '' ? name(gap.detail === '' ? 'no permission is known to mend it' : gap.detail) : code(gap.missing)}${when(gap.principal !== '', () => markup` <span class="why">to ${code(gap.principal)}</span>`)}</td></tr>`;

const gapTable = (facts: ReportFacts): Markup => {
  const { gaps, gapCount } = facts.coverage;
  if (gapCount === 0) return nothing;
  return markup`<section aria-labelledby="gaps"><h2 id="gaps">What was not read</h2><table class="grid stack" role="table"><caption class="hidden">Each part that was not read, why, and the permission or call that would read it</caption><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Where</th><th scope="col" role="columnheader">Region</th><th scope="col" role="columnheader">Kind</th><th scope="col" role="columnheader">Part</th><th scope="col" role="columnheader">Reason</th><th scope="col" role="columnheader">Permission or call</th></tr></thead><tbody role="rowgroup">${each(gaps.slice(0, rowsShown), (gap) => gapRow(facts, gap))}</tbody></table>${when(gapCount > rowsShown, () => markup`<p>and ${count(gapCount - rowsShown)} more gaps</p>`)}</section>`;
};

/** Folded: it is no gap, and tells why the rows beside it came by another way. */
const elsewhereTable = ({ coverage: { elsewhere }, manifest }: ReportFacts): Markup =>
  when(
    elsewhere.length > 0,
    () =>
      markup`<details><summary>What was read from the services themselves, not from AWS Config, and why</summary><table class="grid stack" role="table"><caption class="hidden">Kinds that were read from the services themselves, and why</caption><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Where</th><th scope="col" role="columnheader">Region</th><th scope="col" role="columnheader">Kinds</th><th scope="col" role="columnheader">Why</th></tr></thead><tbody role="rowgroup">${each(
        elsewhere.slice(0, rowsShown),
        (row) =>
          markup`<tr role="row"><td role="cell">${name(placeOf(manifest, row))}</td><td role="cell">${row.regions.length > 3 ? plural(row.regions.length, 'region') : name(row.regions.join(', '))}</td><td role="cell">${kindsCell(row)}</td><td role="cell" class="permission">${name(row.why)}</td></tr>`,
      )}</tbody></table>${when(elsewhere.length > rowsShown, () => markup`<p>and ${count(elsewhere.length - rowsShown)} more</p>`)}</details>`,
  );

const standings: Readonly<Record<ExceptionStatus, { readonly shape: VerdictName; readonly words: string }>> =
  {
    expired: { shape: 'fail', words: 'expired' },
    void: { shape: 'fail', words: 'void: changed' },
    'ends-soon': { shape: 'excepted', words: 'ends soon' },
    'in-force': { shape: 'excepted', words: 'in force' },
    unmatched: { shape: 'not-applicable', words: 'matches nothing' },
  };

/** Soonest end first; how long, or how long ago. */
const days = (row: ExceptionRow, now: string): string => {
  const end = `${row.until}T23:59:59Z`;
  if (!Number.isFinite(Date.parse(end))) return 'unknown';
  return end < now ? `${span(end, now)} ago` : span(now, end);
};

const exceptionTable = (facts: ReportFacts): Markup => {
  const rows = facts.exceptions;
  const of = (status: ExceptionStatus): number => rows.filter((row) => row.status === status).length;
  const parts = (
    [
      ['in force', of('in-force') + of('ends-soon')],
      ['end soon', of('ends-soon')],
      ['expired', of('expired')],
      ['void', of('void')],
      ['match nothing', of('unmatched')],
    ] as const
  ).filter(([, value]) => value > 0);
  return markup`<section aria-labelledby="exceptions"><h2 id="exceptions">Exceptions <small>${parts.map(([words, value]) => `${count(value)} ${words}`).join(', ')}</small></h2>${
    rows.length === 0
      ? markup`<p>No exceptions.</p>`
      : markup`<table class="grid stack" role="table"><caption class="hidden">Exceptions, soonest end first</caption><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">State</th><th scope="col" role="columnheader">What is excepted</th><th scope="col" role="columnheader">Where</th><th scope="col" role="columnheader">Owner</th><th scope="col" role="columnheader">Reason</th><th scope="col" role="columnheader" class="n">Hides</th><th scope="col" role="columnheader" class="n">Ends</th><th scope="col" role="columnheader" class="n">In</th></tr></thead><tbody role="rowgroup">${each(
          rows.slice(0, rowsShown),
          (row) =>
            markup`<tr role="row"><td role="cell">${verdict(standings[row.status].shape, standings[row.status].words)}</td><td role="cell">${code(row.check)}</td><td role="cell">${code(row.resource)}</td><td role="cell" data-label="owner">${name(row.owner)}</td><td role="cell" data-label="reason">${name(row.reason)}</td><td role="cell" class="n" data-label="hides">${count(row.hides)}</td><td role="cell" class="n" data-label="ends">${name(row.until)}</td><td role="cell" class="n" data-label="in">${days(row, facts.manifest.finishedAt)}</td></tr>`,
        )}</tbody></table>`
  }</section>`;
};

export const coverageBody = (facts: ReportFacts, command: string, mendings: readonly Mending[]): Markup => {
  const { whole, unknowns } = facts;
  const shown = unknowns.groups.slice(0, rowsShown);
  // Beside each other only while the columns of reasons leave the names of accounts their room.
  const narrow = reasonsOf(facts).length <= 3;
  return markup`<h1>${headline(facts)}</h1>
<p class="second">${second(facts)}</p>
<div class="${narrow ? 'two' : 'one'}">${accountTable(facts)}${mend(facts, command, mendings)}</div>
${when(shown.length > 0, () => markup`<section aria-labelledby="causes"><h2 id="causes">Could not be judged <small>${count(whole.unknown)} of ${count(whole.applicable)} (${percent(whole.unknown, whole.applicable)})</small></h2>${unknownTable(facts, shown)}${when(unknowns.groups.length > shown.length, () => markup`<p>and ${count(unknowns.groups.length - shown.length)} more causes</p>`)}</section>`)}
${gapTable(facts)}
${elsewhereTable(facts)}
${exceptionTable(facts)}`;
};
