/** Headlines and empty states: sentences about the whole of a scan. */
import type { Severity } from '#model/severity.ts';
import { severities } from '#model/severity.ts';
import type { ReportFacts } from '../facts/facts.ts';
import type { Cause } from '../facts/worst.ts';
import { count, percent, plural } from './numbers.ts';

/** `complete`, or what keeps it from being so. */
export const completeness = (facts: ReportFacts): string => {
  if (facts.manifest.complete) return 'complete';
  const gaps = facts.coverage.unexpected;
  return gaps === 0 ? 'incomplete' : `incomplete: ${plural(gaps, 'part')} not read`;
};

/** What to say where nothing is open: never an empty green page. */
export const emptySentence = (facts: ReportFacts): string => {
  const { whole } = facts;
  if (whole.applicable === 0) return 'Nothing was asked: no check is on what this scan saw.';
  if (whole.judged === 0)
    return `Nothing could be judged: all ${count(whole.unknown)} questions are unknown.`;
  const excepted = whole.excepted === 0 ? '' : ` ${count(whole.excepted)} excepted.`;
  return `No open findings. ${count(whole.judged)} of ${count(whole.applicable)} questions judged; ${count(whole.unknown)} unknown.${excepted}`;
};

/** "12 findings from this one cause", and in how many accounts; empty for a single one. */
export const causeNote = (cause: Cause): string =>
  cause.findings === 1
    ? ''
    : `${plural(cause.findings, 'finding')} from this one cause${cause.accounts > 1 ? `, in ${plural(cause.accounts, 'account')}` : ''}`;

const worstSeverity = (facts: ReportFacts): Severity | undefined =>
  severities.find((severity) => facts.whole.openBySeverity[severity] > 0);

/** How bad, and can it be trusted. */
export const headline = (facts: ReportFacts): string => {
  const { whole, changes } = facts;
  if (whole.applicable === 0) return 'Nothing was asked.';
  if (whole.judged === 0) return 'Nothing could be judged.';
  const unjudged =
    whole.unknown === 0
      ? 'Every question was judged.'
      : `${percent(whole.unknown, whole.applicable)} could not be judged.`;
  const worst = worstSeverity(facts);
  if (worst === undefined) {
    return facts.carried > 0
      ? `${plural(facts.carried, 'open finding')} could not be looked at. ${unjudged}`
      : `No open findings. ${unjudged}`;
  }
  const fresh = changes.compared ? changes.bySeverity.new[worst] : 0;
  const number = whole.openBySeverity[worst];
  const news = fresh === 0 ? '' : fresh === number ? ', all new' : `, ${count(fresh)} of them new`;
  return `${plural(number, `${worst} finding`)}${news}. ${unjudged}`;
};

const are = (value: number): string => (value === 1 ? 'is' : 'are');

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

/** What changed, and what that does to trust. */
export const secondSentence = (facts: ReportFacts): string => {
  const { whole, changes, coverage } = facts;
  if (whole.applicable === 0) return 'No check is on what this scan saw.';
  if (whole.judged === 0) {
    return `All ${count(whole.unknown)} questions are unknown. That is not a pass: below is what to grant, then scan again.`;
  }
  const { counts } = changes;
  const parts = [
    ...(counts.new > 0 ? [`${plural(counts.new, 'finding')} ${are(counts.new)} new`] : []),
    ...(counts.worse > 0 ? [`${count(counts.worse)} ${are(counts.worse)} worse`] : []),
    ...(counts.reopened > 0 ? [`${count(counts.reopened)} ${are(counts.reopened)} reopened`] : []),
    ...(counts.resolved > 0 ? [`${count(counts.resolved)} ${are(counts.resolved)} resolved`] : []),
  ];
  const since = !changes.compared
    ? 'First scan: nothing to compare with.'
    : parts.length === 0
      ? `Nothing changed since scan ${facts.manifest.comparedWith}.`
      : `Since scan ${facts.manifest.comparedWith}, ${listed(parts)}.`;
  const trust =
    coverage.unexpected === 0
      ? ''
      : ` ${plural(coverage.unexpected, 'part')} could not be read, so ${plural(whole.unknown, 'question')} ${are(whole.unknown)} unknown.`;
  return since + trust;
};
