/** What a message says of one finding, or of the cause that several have. */
import { questionOf } from '#model/check.ts';
import type { Drift } from '#model/drift.ts';
import type { Finding } from '#model/finding.ts';
import type { Manifest } from '#model/scan.ts';
import type { FindingChange } from '#model/transition.ts';
import type { Cause } from '#reports/facts/worst.ts';
import { causeKey, isAnyone } from '#reports/facts/worst.ts';
import { cleanName, cutEnd, cutMiddle, visibleValue } from '#reports/text/clean.ts';
import { isoDaysAfter, safeWord } from '#reports/text/finding-view.ts';
import { count, plural, span, utcMinute } from '#reports/text/numbers.ts';
import { causeNote } from '#reports/text/sentences.ts';
import type { CheckIndex } from '#reports/text/wording.ts';
import {
  foundText,
  placeOf,
  questionNames,
  sideText,
  sinceText,
  titleOf,
  whyOf,
} from '#reports/text/wording.ts';
import type { Fact, Item, RaisedCause } from './channel.ts';
import { cutUnits } from './cut.ts';
import { ownerOfFinding } from './gather.ts';
import type { Routing } from './routes.ts';

export interface FindingWords {
  readonly manifest: Manifest;
  readonly routing: Pick<Routing, 'owners'>;
  readonly shortId: (id: string) => string;
  /** How the reader calls Plumbline. */
  readonly command: string;
}

export interface Changed {
  readonly change: FindingChange;
  readonly cause: Cause;
}

const longestTitle = 110;
const exceptionDays = 30;

/** What drift did says more than that it is one; what is resolved did nothing that is known to hold still. */
export const shownCheck = ({ check, drift, state }: Finding): string =>
  (state === 'resolved' ? undefined : drift?.flips[0]?.check) ?? check;

export const titleText = (finding: Finding, checks: CheckIndex): string =>
  cutUnits(titleOf({ name: finding.name, check: shownCheck(finding) }, checks), longestTitle);

const whereOf = (cause: Cause, { manifest }: FindingWords): string =>
  cause.accounts > 1
    ? plural(cause.accounts, 'account')
    : cutMiddle(cleanName(placeOf(manifest, cause.finding)), 60);

export const itemOf = (
  { change, cause }: { readonly change: Item['change']; readonly cause: Cause },
  checks: CheckIndex,
  options: FindingWords,
): Item => {
  const { finding } = cause;
  const owner = ownerOfFinding(finding, options.routing);
  const parts = [
    change === 'open' ? finding.severity : `${finding.severity}, ${change === 'drifted' ? 'drift' : change}`,
    whereOf(cause, options),
    ...[causeNote(cause)].filter((note) => note !== ''),
    change === 'resolved'
      ? `open for ${span(finding.firstSeen, options.manifest.finishedAt)}`
      : cutEnd(cleanName(whyOf(finding.evidence, finding.drift)), 140),
    questionNames[questionOf(finding.check)] ?? 'Other',
    ...(owner === '' ? [] : [`owner ${cutMiddle(owner, 40)}`]),
    options.shortId(finding.finding),
  ];
  return {
    title: titleText(finding, checks),
    detail: cutUnits(parts.join(' · '), 600),
    severity: finding.severity,
    change,
  };
};

/** A value of nothing is shown as that, not as a gap. */
const shownValue = (fact: Fact): Fact => (fact.value === '' ? { ...fact, value: '‹empty›' } : fact);

export const factsOf = (changed: Changed, words: FindingWords): readonly Fact[] =>
  rawFacts(changed, words).map(shownValue);

const rawFacts = ({ change, cause }: Changed, { manifest }: FindingWords): readonly Fact[] => {
  const { finding } = cause;
  const [evidence] = finding.evidence;
  const found = evidence === undefined ? 'no evidence kept' : foundText(evidence);
  const expected = cutEnd(cleanName(evidence?.expected ?? ''), 200);
  if (change === 'resolved') {
    return [
      { label: 'Open for', value: span(finding.firstSeen, manifest.finishedAt), code: false },
      { label: 'Where', value: cutMiddle(cleanName(placeOf(manifest, finding)), 60), code: false },
    ];
  }
  if (finding.drift !== undefined) return driftFacts(finding.drift);
  return [
    ...(expected === '' ? [] : [{ label: 'Expected', value: expected, code: true }]),
    { label: 'Found', value: found, code: true },
    {
      label: 'Part',
      value: cutEnd(visibleValue(evidence?.path ?? 'unknown'), 200),
      code: true,
    },
    { label: 'Since', value: utcMinute(finding.firstSeen), code: false },
  ];
};

/** Of several changes the one that lets anyone in says most, then one that has both sides. */
const driftFacts = ({ changes, expected, by }: Drift): readonly Fact[] => {
  const change =
    changes.find(({ is }) => is !== undefined && isAnyone(is)) ??
    changes.find(({ was, is }) => was !== undefined && is !== undefined) ??
    changes[0];
  if (change === undefined) return [];
  const others = changes.length === 1 ? '' : ` and ${count(changes.length - 1)} more`;
  const since = sinceText(change);
  const who = by === undefined ? '' : [by.who, ...(by.tool === undefined ? [] : [by.tool])].join(', ');
  return [
    {
      label: expected.from === 'baseline' ? 'Approved' : 'Declared',
      value: sideText(change.was),
      code: true,
    },
    { label: 'Live', value: sideText(change.is), code: true },
    who === ''
      ? { label: 'Part', value: `${cutEnd(visibleValue(change.path), 200)}${others}`, code: true }
      : { label: 'By', value: cutEnd(cleanName(who), 120), code: false },
    ...(since === '' ? [] : [{ label: 'Since', value: since, code: false }]),
  ];
};

export const showCommand = (finding: Finding, { command, shortId }: FindingWords): string =>
  `${command} show ${shortId(finding.finding)}`;

export const exceptCommand = (finding: Finding, options: FindingWords): string => {
  const owner = ownerOfFinding(finding, options.routing);
  const until = isoDaysAfter(options.manifest.finishedAt, exceptionDays);
  const verb = finding.drift === undefined ? 'except' : 'drift accept';
  return `${options.command} ${verb} ${options.shortId(finding.finding)} --owner ${safeWord.test(owner) ? owner : 'OWNER'} \\\n  --until ${until} --reason "REASON"`;
};

export const raisedCause = (
  { change, cause }: Changed,
  checks: CheckIndex,
  options: FindingWords,
): RaisedCause => {
  const { finding } = cause;
  const check = checks.get(finding.check);
  return {
    cause: causeKey(finding),
    finding: finding.finding,
    change: change === 'resolved' ? 'new' : change,
    severity: finding.severity,
    title: titleText(finding, checks),
    where: whereOf(cause, options),
    resource: cutEnd(visibleValue(finding.id), 500),
    kind: cutEnd(cleanName(finding.kind), 120),
    check: finding.check,
    findings: cause.findings,
    why: cutEnd(whyOf(finding.evidence, finding.drift), 400),
    consequence: cutEnd(check?.consequence ?? '', 400),
    remediation: cutEnd(check?.remediation ?? '', 1_000),
    owner: ownerOfFinding(finding, options.routing),
    show: showCommand(finding, options),
    except: exceptCommand(finding, options),
  };
};
