/**
 * One finding as both the page and the browser's script show it: strings ready for showing, so that the two can't
 * differ. What belongs to the check stands once, in {@link CheckView}.
 */
import type { CheckMetadata } from '#model/check.ts';
import { questionOf } from '#model/check.ts';
import type { Finding } from '#model/finding.ts';
import { severities } from '#model/severity.ts';
import type { ReportFacts } from '../facts/facts.ts';
import { causeKey, reachOf } from '../facts/worst.ts';
import { cleanName, cutEnd, cutMiddle, visibleValue } from './clean.ts';
import { utcDay, utcMinute } from './numbers.ts';
import {
  accountName,
  controlsOf,
  foundText,
  openFor,
  ownerOf,
  placeOf,
  questionNames,
  sinceText,
  whyOf,
} from './wording.ts';

export interface CheckView {
  readonly id: string;
  readonly title: string;
  /** With `{name}` in it. */
  readonly finding: string;
  readonly question: string;
  readonly questionName: string;
  readonly consequence: string;
  readonly remediation: string;
  readonly controls: string;
  readonly sources: readonly string[];
}

interface EvidenceView {
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

export interface FindingView {
  readonly finding: string;
  readonly short: string;
  readonly check: string;
  readonly severity: Finding['severity'];
  /** `new`, `open`, `worse`, `reopened`, `resolved` or `excepted`. */
  readonly state: string;
  /** "fail, new in scan 12". */
  readonly standing: string;
  /** Cut for a title. */
  readonly name: string;
  readonly resource: string;
  readonly kind: string;
  readonly place: string;
  readonly account: string;
  readonly region: string;
  readonly owner: string;
  readonly openFor: string;
  readonly firstSeen: string;
  /** The scan that read the evidence. */
  readonly judgedScan: number;
  /** {@link reachOf}: the list is sorted by it after severity. */
  readonly reach: number;
  readonly cause: string;
  readonly why: string;
  readonly evidence: readonly EvidenceView[];
  /** How many more pieces of evidence there are than `evidence` shows. */
  readonly moreEvidence: number;
  readonly history: readonly string[];
  readonly verify: string;
  readonly show: string;
  readonly except: string;
}

type ViewFacts = Pick<ReportFacts, 'manifest' | 'shortId'>;

const evidenceShown = 12;
const longest = 2_048;
const exceptionDays = 30;

/** Check ids → what a page needs of them, in catalogue order. */
export const checkView = (check: CheckMetadata): CheckView => ({
  id: check.id,
  title: check.title,
  finding: check.finding,
  question: questionOf(check.id),
  questionName: questionNames[questionOf(check.id)],
  consequence: check.consequence,
  remediation: check.remediation,
  controls: controlsOf(check),
  sources: check.sources.filter((source) => source.startsWith('https://')),
});

/** For a finding of a check that this version no longer has. */
export const lostCheck = (id: string): CheckView => ({
  id,
  title: id,
  finding: `{name} fails ${id}`,
  question: questionOf(id),
  questionName: questionNames[questionOf(id)] ?? 'Other',
  consequence: 'This version of Plumbline no longer has the check.',
  remediation: 'Scan again: the finding is kept under the check that took its place, or resolved.',
  controls: '',
  sources: [],
});

/** A tag may hold anything, and this is pasted into a shell. */
export const safeWord = /^[\w.@][\w.@-]{0,63}$/u;

export const isoDaysAfter = (iso: string, days: number): string => {
  const at = Date.parse(iso);
  return Number.isFinite(at) ? new Date(at + days * 86_400_000).toISOString().slice(0, 10) : 'YYYY-MM-DD';
};

const stateOf = (finding: Finding): string =>
  finding.state !== 'resolved' && finding.exception !== undefined ? 'excepted' : finding.state;

const standingOf = (finding: Finding, scan: number): string => {
  if (finding.state === 'resolved') return `resolved in scan ${finding.resolvedScan ?? scan}`;
  if (finding.exception !== undefined) return `fail, excepted until ${cleanName(finding.exception.until)}`;
  const carried = finding.judgedScan < scan ? `, not looked at since scan ${finding.judgedScan}` : '';
  switch (finding.state) {
    case 'new':
      return `fail, new in scan ${scan}`;
    case 'worse':
      return `fail, worse: ${finding.before ?? 'less'} before, ${finding.severity} now${carried}`;
    case 'reopened':
      return `fail, reopened in scan ${scan}`;
    case 'open':
      return `fail, open since scan ${finding.firstScan}${carried}`;
  }
};

/** What was expected, since when it is not so, and what that did. */
export const driftLines = ({ drift }: Pick<Finding, 'drift'>): readonly string[] => {
  if (drift === undefined) return [];
  const { expected, flips, by } = drift;
  const [first, ...rest] = drift.changes;
  const since = first === undefined ? '' : sinceText(first);
  const sameTime = rest.every((change) => sinceText(change) === since);
  return [
    ...(sameTime
      ? since === ''
        ? []
        : [`changed ${since}`]
      : drift.changes
          .slice(0, changesShown)
          .map((change) => `${visibleValue(change.path)} changed ${sinceText(change)}`)),
    ...(by === undefined
      ? []
      : [`by ${cleanName(by.who)}${by.tool === undefined ? '' : `, ${cleanName(by.tool)}`}`]),
    ...(flips.length === 0
      ? ['makes no check fail']
      : [`makes fail ${flips.map(({ check, severity }) => `${check} (${severity})`).join(', ')}`]),
    expected.from === 'baseline'
      ? `approved in baseline ${expected.baseline}: scan ${expected.scan}, read ${utcMinute(expected.readAt)}`
      : `declared in ${cleanName(expected.source)}`,
  ];
};

const changesShown = 5;

const historyOf = (finding: Finding, facts: ViewFacts): readonly string[] => {
  const scan = facts.manifest.number;
  const first = `${utcDay(finding.firstSeen)}: first seen, in scan ${finding.firstScan}`;
  const last =
    finding.judgedScan < scan
      ? [`scan ${finding.judgedScan}: last judged; unknown since, so neither resolved nor confirmed`]
      : [`${utcMinute(facts.manifest.finishedAt)}: ${standingOf(finding, scan)}`];
  const exception =
    finding.exception === undefined
      ? []
      : [
          `excepted by ${cleanName(finding.exception.owner)} until ${cleanName(finding.exception.until)}: ${cleanName(finding.exception.reason)}`,
        ];
  return [...last, ...exception, ...driftLines(finding), first];
};

export const findingView = (finding: Finding, facts: ViewFacts, command: string): FindingView => {
  const short = facts.shortId(finding.finding);
  const owner = ownerOf(finding);
  const account = accountName(facts.manifest, finding.account);
  const until = isoDaysAfter(facts.manifest.finishedAt, exceptionDays);
  return {
    finding: finding.finding,
    short,
    check: finding.check,
    severity: finding.severity,
    state: stateOf(finding),
    standing: standingOf(finding, facts.manifest.number),
    name: cutMiddle(cleanName(finding.name) || 'unnamed', 40),
    resource: cutEnd(visibleValue(finding.id), longest),
    kind: cutEnd(cleanName(finding.kind), 120),
    place: cutMiddle(placeOf(facts.manifest, finding), 60),
    account:
      account === finding.account ? account : `${cutMiddle(account, 60)} ${cleanName(finding.account)}`,
    region: cutEnd(cleanName(finding.region), 60),
    owner: owner === undefined ? '' : cutMiddle(owner, 40),
    openFor: openFor(finding, facts.manifest.finishedAt),
    firstSeen: finding.firstSeen,
    judgedScan: finding.judgedScan,
    reach: reachOf(finding),
    cause: causeKey(finding),
    why: cutEnd(whyOf(finding.evidence, finding.drift), 140),
    evidence: finding.evidence.slice(0, evidenceShown).map((item) => ({
      path: cutEnd(visibleValue(item.path), 300),
      found: foundText(item),
      expected: cutEnd(
        finding.drift === undefined
          ? cleanName(item.expected ?? '')
          : `was ${visibleValue(item.expected ?? '')}`,
        300,
      ),
    })),
    moreEvidence: Math.max(0, finding.evidence.length - evidenceShown),
    history: historyOf(finding, facts).map((line) => cutEnd(line, 400)),
    verify: `${command} scan`,
    show: `${command} show ${short}`,
    except: `${command} ${finding.drift === undefined ? 'except' : 'drift accept'} ${short} --owner ${owner !== undefined && safeWord.test(owner) ? owner : 'OWNER'} \\\n  --until ${until} --reason "REASON"`,
  };
};

export const titleFrom = (view: Pick<FindingView, 'name'>, check: CheckView): string =>
  check.finding.replace('{name}', () => view.name);

export const severityIndex = (view: Pick<FindingView, 'severity'>): number =>
  severities.indexOf(view.severity);
