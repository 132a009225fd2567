/**
 * One finding's page: title, standing, consequence, fix, commands, evidence, controls, history. Each place that a
 * finding fills has a `data-slot`: the browser's script clones this same markup for findings that are not in the page.
 */
import type { CheckView, FindingView } from '../text/finding-view.ts';
import { titleFrom } from '../text/finding-view.ts';
import { severity, verdict } from './icons.ts';
import type { Markup } from './markup.ts';
import { constant, each, markup, nothing } from './markup.ts';

const slot = (name: string, text: string): Markup =>
  markup`<span data-slot="${name}"><bdi>${text}</bdi></span>`;

const standing = (view: FindingView): Markup => {
  const words = markup`<span data-slot="standing">${view.standing}</span>`;
  switch (view.state) {
    case 'resolved':
      return verdict('pass', words);
    case 'excepted':
      return verdict('excepted', words);
    default:
      return verdict('fail', words);
  }
};

const evidence = (view: FindingView): Markup =>
  markup`<section><h2>Evidence <small data-slot="read">read by scan ${view.judgedScan}</small></h2><table class="grid stack evidence" role="table"><caption class="hidden">What was found and what was expected</caption><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Part and path</th><th scope="col" role="columnheader">Found</th><th scope="col" role="columnheader">Expected</th></tr></thead><tbody role="rowgroup" data-rows="evidence">${each(
    view.evidence,
    (item) =>
      markup`<tr role="row"><td role="cell"><code>${item.path}</code></td><td role="cell" data-label="found"><code>${item.found}</code></td><td role="cell" data-label="expected"><bdi>${item.expected}</bdi></td></tr>`,
  )}</tbody></table><p class="more" data-slot="more"${view.moreEvidence === 0 ? constant(' hidden') : ''}>and ${view.moreEvidence} more: the command under Explain lists all</p></section>`;

export const findingArticle = (view: FindingView, check: CheckView, shared: boolean): Markup =>
  markup`<article class="finding" id="f-${view.finding}" tabindex="-1">
<p class="crumbs"><a href="#">Findings</a> / <a href="#question=${check.question}" data-slot="question">${check.questionName}</a> / <span data-slot="short">${view.short}</span></p>
<h1 data-slot="title"><bdi>${titleFrom(view, check)}</bdi></h1>
<p class="facts"><span data-slot="severity">${severity(view.severity)}</span> <span data-slot="verdict">${standing(view)}</span> <span>resource <code data-slot="resource">${view.resource}</code></span> <span>kind <code data-slot="kind">${view.kind}</code></span> <span>account ${slot('account', view.account)}</span> <span>region <code data-slot="region">${view.region}</code></span> <span>owner ${slot('owner', view.owner === '' ? 'no owner' : view.owner)}</span> <span>check <code data-slot="check">${check.id}</code></span></p>
<p class="second" data-slot="consequence">${check.consequence}</p>
<div class="two">
<div><section><h2>Fix</h2><p class="fix" data-slot="remediation">${check.remediation}</p></section>
<section><h2>Commands</h2><dl class="commands"><dt>Verify</dt><dd><code data-slot="verify">${view.verify}</code></dd><dt>Explain</dt><dd><code data-slot="show">${view.show}</code></dd><dt>Except</dt><dd><code data-slot="except">${view.except}</code></dd></dl></section>
<section><h2>Sources</h2><ul class="sources" data-rows="sources">${each(check.sources, (source) => markup`<li>${source}</li>`)}</ul></section></div>
<div>${evidence(view)}
<section><h2>Controls</h2><p data-slot="controls">${check.controls === '' ? 'No control names this.' : check.controls}</p></section>
<section><h2>History</h2><ul class="history" data-rows="history">${each(view.history, (line) => markup`<li><bdi>${line}</bdi></li>`)}</ul></section></div>
</div><p data-slot="shared"${shared ? nothing : constant(' hidden')}><a href="#cause=${view.cause}&group=none">All findings from this cause</a></p></article>`;
