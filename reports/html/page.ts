/** What every page has: rail, scan line, one headline that is a sentence, and the keys. */
import { readFileSync } from 'node:fs';
import { changeTotal } from '../facts/changes.ts';
import type { ReportFacts } from '../facts/facts.ts';
import type { Ledger } from '../facts/ledger.ts';
import { cleanName, cutEnd } from '../text/clean.ts';
import { count, plural, span, utcMinute } from '../text/numbers.ts';
import { completeness } from '../text/sentences.ts';
import { questionNames } from '../text/wording.ts';
import { failingControls } from './frameworks.ts';
import { logo, sprite, verdict } from './icons.ts';
import type { Markup } from './markup.ts';
import { constant, each, markup, name, nothing, when } from './markup.ts';
import { contentPolicy } from './security.ts';

const styles = ['frame.css', 'tables.css', 'findings.css', 'media.css'];

const own = (file: string): string => readFileSync(new URL(`./browser/${file}`, import.meta.url), 'utf8');

export type PageName = 'overview' | 'findings' | 'frameworks' | 'coverage';

export interface Page {
  readonly name: PageName;
  readonly title: string;
  readonly body: Markup;
  /** Files of `browser/`, in the order in which they run. */
  readonly scripts: readonly string[];
}

export const files: Readonly<Record<PageName, string>> = {
  overview: 'report.html',
  findings: 'findings.html',
  frameworks: 'frameworks.html',
  coverage: 'coverage.html',
};

interface Entry {
  readonly label: string;
  readonly href: string;
  readonly count?: number | '?';
  readonly current?: boolean;
  readonly question?: string;
}

const entry = ({ label, href, count: number, current, question }: Entry): Markup =>
  markup`<li><a href="${href}"${current === true ? constant(' aria-current="page"') : nothing}${
    question === undefined ? nothing : markup` data-question="${question}"`
  }><span>${label}</span>${number === undefined ? nothing : markup`<span class="count">${number === '?' ? '?' : count(number)}</span>`}</a></li>`;

/** A zero says "judged, and none": where nothing was judged it would be a lie. */
const openCount = (ledger: Ledger, carried: number): number | '?' =>
  ledger.applicable > 0 && ledger.judged === 0 && carried === 0 ? '?' : ledger.open + carried;

const rail = (facts: ReportFacts, current: PageName): Markup => {
  const changes = facts.changes.compared ? changeTotal(facts.changes.counts) : undefined;
  const top: readonly Entry[] = [
    { label: 'Overview', href: files.overview, current: current === 'overview' },
    {
      label: 'What changed',
      href: `${files.overview}#changed`,
      ...(changes === undefined ? {} : { count: changes }),
    },
    {
      label: 'Findings',
      href: files.findings,
      count: openCount(facts.whole, facts.carried),
      current: current === 'findings',
    },
  ];
  const questions = facts.questions.map(
    (ledger): Entry => ({
      label: questionNames[ledger.question] ?? ledger.question,
      href: `${files.findings}#question=${ledger.question}`,
      count: openCount(ledger, 0),
      question: ledger.question,
    }),
  );
  const evidence: readonly Entry[] = [
    {
      label: 'Frameworks',
      href: files.frameworks,
      count: failingControls(facts),
      current: current === 'frameworks',
    },
    { label: 'Coverage', href: files.coverage, count: facts.whole.unknown, current: current === 'coverage' },
    { label: 'Exceptions', href: `${files.coverage}#exceptions`, count: facts.exceptions.length },
    ...(facts.trend.length > 1
      ? [{ label: 'Trend', href: `${files.overview}#trend`, count: facts.trend.length }]
      : []),
  ];
  return markup`<nav class="rail" aria-label="Report"><p class="brand">${logo}<span>Plumbline</span></p>
<ul>${each(top, entry)}</ul>
${when(questions.length > 0, () => markup`<p class="group" id="rail-questions">Questions</p><ul aria-labelledby="rail-questions">${each(questions, entry)}</ul>`)}
<p class="group" id="rail-evidence">Evidence</p><ul aria-labelledby="rail-evidence">${each(evidence, entry)}</ul></nav>`;
};

/** Scan, time, compared with, scope, resources, complete or not: on every page. */
const scanLine = (facts: ReportFacts): Markup => {
  const { manifest } = facts;
  const previous = facts.trend.findLast((point) => point.scan === manifest.comparedWith);
  const before = previous === undefined ? '' : `, ${span(previous.at, manifest.finishedAt)} before`;
  const accounts = facts.coverage.accounts.length;
  return markup`<p class="scan"><b>Scan ${manifest.number}</b> <span>${utcMinute(manifest.finishedAt)}</span> <span>${
    manifest.comparedWith > 0
      ? `against scan ${manifest.comparedWith}${before}`
      : 'first scan, nothing to compare with'
  }</span> <span>${name(cutEnd(cleanName(manifest.estate), 60))}, ${plural(accounts, 'account')}</span> <span>${plural(manifest.resources, 'resource')}</span> ${
    manifest.complete ? markup`<span>complete</span>` : verdict('unknown', completeness(facts))
  }</p>`;
};

const keys = markup`<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">Keys</h2>
<dl class="keys"><dt><kbd>/</kbd></dt><dd>filter findings</dd><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next and previous finding</dd>
<dt><kbd>Enter</kbd></dt><dd>open it</dd><dt><kbd>Esc</kbd></dt><dd>back to the list, or clear the filter</dd><dt><kbd>?</kbd></dt><dd>this list</dd></dl>
<form method="dialog"><button>Close</button></form></dialog>`;

/** Digits and fixed words only: this stands in a style sheet. */
const printSheet = (facts: ReportFacts): string => {
  const { manifest, whole } = facts;
  const at = utcMinute(manifest.finishedAt).replace(/[^\d: UTC-]/gu, '');
  const state = manifest.complete ? 'complete' : 'incomplete';
  return `@page{margin:16mm 12mm;@top-left{content:"Scan ${manifest.number}, ${at}, ${state}";font:9pt sans-serif}@bottom-right{content:"page " counter(page) " of " counter(pages) ", scan ${manifest.number}, ${count(whole.unknown)} not judged";font:9pt sans-serif}}`;
};

const faultNotice = (facts: ReportFacts): Markup =>
  when(
    facts.faults.length > 0,
    () =>
      markup`<div class="notice bad"><p><b>This scan does not add up.</b> ${facts.faults.join('; ')}. Scan again; if it stays, do not rely on these numbers.</p></div>`,
  );

export const renderPage = (facts: ReportFacts, page: Page): string => {
  const style = styles.map(own).join('');
  const print = printSheet(facts);
  const scripts = page.scripts.map(own);
  const made = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy([style, print], scripts)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · scan ${facts.manifest.number} · Plumbline</title>
<style>${constant(style)}</style>
<style>${constant(print)}</style>
</head>
<body>
${sprite}
<a class="skip" href="#content">Skip to content</a>
${rail(facts, page.name)}
<div class="page">
<header>${scanLine(facts)}</header>
<main id="content" tabindex="-1">
${faultNotice(facts)}
${page.body}
</main>
</div>
${keys}
${page.scripts.map((_, index) => markup`<script>${constant(scripts[index] ?? '')}</script>`)}
</body>
</html>
`;
  return made.toString();
};
