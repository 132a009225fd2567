/** Who has what open: by cloud, by account, by owner. */
import { severities } from '#model/severity.ts';
import type { AccountShare, CloudShare, OwnerShare } from '../facts/breakdown.ts';
import type { ReportFacts } from '../facts/facts.ts';
import type { BySeverity } from '../facts/ledger.ts';
import { cleanName, cutEnd } from '../text/clean.ts';
import { providerNames } from '../text/control-words.ts';
import { count, percent, plural, span } from '../text/numbers.ts';
import { accountName, placeOf } from '../text/wording.ts';
import type { Markup } from './markup.ts';
import { each, markup, name, nothing, when } from './markup.ts';

const rowsShown = 20;

const dim = (value: number): Markup =>
  value === 0 ? markup`<span class="zero">0</span>` : markup`${count(value)}`;

const openCells = (open: BySeverity): readonly Markup[] =>
  severities.map(
    (level) =>
      markup`<td class="n ${level === 'critical' && open[level] > 0 ? 'bad' : ''}">${dim(open[level])}</td>`,
  );

const severityHeads = severities.map((level) => markup`<th scope="col" class="n">${level}</th>`);

const cloudRow = ({ provider, ledger }: CloudShare): Markup => {
  const blind = ledger.applicable > 0 && ledger.judged === 0;
  const cells = blind
    ? severities.map(() => markup`<td class="n unknown">?</td>`)
    : openCells(ledger.openBySeverity);
  return markup`<tr><th scope="row">${provider === undefined ? 'in every cloud' : providerNames[provider]}</th>${cells}<td class="n wide">${dim(ledger.excepted)}</td><td class="n ${ledger.unknown > 0 ? 'unknown' : ''}">${dim(ledger.unknown)}</td><td class="n wide">${count(ledger.pass)}</td><td class="n wide">${count(ledger.applicable)}</td><td class="n wide">${percent(ledger.judged, ledger.applicable)}</td></tr>`;
};

/** One cloud alone says the same as the whole. */
export const byCloud = ({ breakdown: { clouds } }: ReportFacts): Markup =>
  when(
    clouds.length > 1,
    () => markup`<section aria-labelledby="by-cloud"><h2 id="by-cloud">By cloud</h2>
<div class="scroll" role="group" aria-labelledby="by-cloud" tabindex="0"><table class="grid clouds"><caption class="hidden">Open failures by cloud and severity, with what could not be judged</caption>
<thead><tr><th scope="col">Cloud</th>${severityHeads}<th scope="col" class="n wide">excepted</th><th scope="col" class="n">unknown</th><th scope="col" class="n wide">pass</th><th scope="col" class="n wide">applicable</th><th scope="col" class="n wide">judged</th></tr></thead>
<tbody>${each(clouds, cloudRow)}</tbody></table></div></section>`,
  );

const oldest = (since: string | undefined, now: string): Markup =>
  since === undefined ? markup`<span class="zero">·</span>` : markup`${span(since, now)}`;

/** A filter of the findings; a word that can't stand in an address of ours is looked for by hand. */
const filterLink = (words: string, shown: Markup): Markup => {
  const clean = cutEnd(cleanName(words), 120);
  return clean === ''
    ? shown
    : markup`<a class="quiet" href="findings.html#q=${encodeURIComponent(clean.toWellFormed())}">${shown}</a>`;
};

const more = (all: number, what: string): Markup =>
  when(all > rowsShown, () => markup`<p>and ${plural(all - rowsShown, what)} more</p>`);

const byAccount = (facts: ReportFacts): Markup => {
  const { accounts } = facts.breakdown;
  const row = (share: AccountShare): Markup =>
    markup`<tr><th scope="row">${filterLink(accountName(facts.manifest, share.account), name(placeOf(facts.manifest, share)))}</th>${openCells(share.open)}<td class="n ${share.unknown > 0 ? 'unknown' : ''}">${share.atLeast ? '≥ ' : ''}${dim(share.unknown)}</td><td class="n wide">${oldest(share.oldest, facts.manifest.finishedAt)}</td></tr>`;
  return markup`<section aria-labelledby="by-account"><h2 id="by-account">By account</h2>
<div class="scroll" role="group" aria-labelledby="by-account" tabindex="0"><table class="grid"><caption class="hidden">Open findings by account, the worst first</caption><thead><tr><th scope="col">Account</th>${severityHeads}<th scope="col" class="n">unknown</th><th scope="col" class="n wide">oldest</th></tr></thead><tbody>${each(accounts.slice(0, rowsShown), row)}</tbody></table></div>${more(accounts.length, 'account')}</section>`;
};

const byOwner = (facts: ReportFacts): Markup => {
  const { owners } = facts.breakdown;
  const row = ({ owner, open, accounts, oldest: since }: OwnerShare): Markup =>
    markup`<tr><th scope="row">${owner === undefined ? markup`<span class="zero">no owner</span>` : filterLink(owner, name(owner))}</th>${openCells(open)}<td class="n wide">${count(accounts)}</td><td class="n wide">${oldest(since, facts.manifest.finishedAt)}</td></tr>`;
  return markup`<section aria-labelledby="by-owner"><h2 id="by-owner">By owner</h2>
<div class="scroll" role="group" aria-labelledby="by-owner" tabindex="0"><table class="grid"><caption class="hidden">Open findings by owner, the worst first</caption><thead><tr><th scope="col">Owner</th>${severityHeads}<th scope="col" class="n wide">accounts</th><th scope="col" class="n wide">oldest</th></tr></thead><tbody>${each(owners.slice(0, rowsShown), row)}</tbody></table></div>${more(owners.length, 'owner')}</section>`;
};

/** Beside each other; nothing where nothing was found and nothing is unknown. */
export const byAccountAndOwner = (facts: ReportFacts): Markup => {
  const { accounts, owners } = facts.breakdown;
  if (accounts.length === 0) return nothing;
  return owners.length === 0
    ? byAccount(facts)
    : markup`<div class="two even">${byAccount(facts)}${byOwner(facts)}</div>`;
};
