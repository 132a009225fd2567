/** The sentences that console and pages share, so that a finding is called the same everywhere. */
import type { CheckMetadata, Question } from '#model/check.ts';
import type { AttributeChange, Drift } from '#model/drift.ts';
import type { Finding } from '#model/finding.ts';
import type { Manifest } from '#model/scan.ts';
import type { Evidence } from '#model/verdict.ts';
import { cleanName, cutEnd, cutMiddle, visibleValue } from './clean.ts';
import { span, utcMinute } from './numbers.ts';

export const questionNames: Readonly<Record<Question, string>> = {
  iam: 'IAM',
  network: 'Network',
  drift: 'Drift',
  data: 'Data',
  logging: 'Logging',
  workload: 'Workload',
  image: 'Image',
  cluster: 'Cluster',
  operations: 'Operations',
  detection: 'Detection',
};

/** Longer names are cut in the middle inside a title; the whole name stands under "resource". */
const nameRoom = 40;
const shortestName = 12;

export type CheckIndex = ReadonlyMap<string, CheckMetadata>;

export const indexChecks = (checks: readonly CheckMetadata[]): CheckIndex => {
  const index = new Map<string, CheckMetadata>();
  for (const check of checks) {
    for (const id of [check.id, ...(check.aliases ?? [])]) index.set(id, check);
  }
  return index;
};

/**
 * Own name first, as a fact. A check that this version no longer has is named by its id. Where `room` is given the
 * name gives way first, then the end of the sentence.
 */
export const titleOf = (
  finding: Pick<Finding, 'check' | 'name'>,
  checks: CheckIndex,
  room = Number.POSITIVE_INFINITY,
  mark = '…',
): string => {
  const template = checks.get(finding.check)?.finding ?? `{name} fails ${finding.check}`;
  const rest = template.length - '{name}'.length;
  const nameWidth = Math.max(shortestName, Math.min(nameRoom, room - rest));
  const name = cutMiddle(cleanName(finding.name) || 'unnamed', nameWidth, mark);
  // A function, since a name may hold `$&`.
  const title = template.replace('{name}', () => name);
  return room === Number.POSITIVE_INFINITY ? title : cutEnd(title, room, mark);
};

/** `practice IAM-2 · cis-aws-3.0 1.5`; empty for none, and for a check that this version no longer has. */
export const controlsOf = (check: Pick<CheckMetadata, 'controls'> | undefined): string =>
  Object.entries(check?.controls ?? {})
    .flatMap(([framework, controls]) => (controls ?? []).map((control) => `${framework} ${control}`))
    .join(' · ');

/** Cuts where the look says: found values at 200 characters. */
const foundRoom = 200;

export const foundText = (evidence: Evidence): string => cutEnd(visibleValue(evidence.found), foundRoom);

/** One line that says why: the first part that decides, and how many more there are. */
export const whyOf = (evidence: readonly Evidence[], drift?: Drift): string => {
  const [first, ...rest] = evidence;
  if (first === undefined) return 'no evidence kept';
  const more = rest.length === 0 ? '' : `, and ${rest.length} more`;
  const [change] = drift?.changes ?? [];
  const found = change === undefined ? foundText(first) : changeText(change);
  return `${visibleValue(first.path)}: ${found}${more}`;
};

/** What drift shows in the place of a value that one side does not have. */
const notThere = '‹not there›';

/** One side of a change, as it may be shown. */
export const sideText = (value: string | undefined): string =>
  value === undefined ? notThere : cutEnd(visibleValue(value), foundRoom);

/** `10.20.0.0/16 → 0.0.0.0/0` */
export const changeText = ({ was, is }: AttributeChange): string => `${sideText(was)} → ${sideText(is)}`;

/** `after 2026-11-24 06:00 UTC, seen 2026-11-25 06:00 UTC` */
export const sinceText = ({ after, seen }: AttributeChange): string =>
  [
    ...(after === undefined ? [] : [`after ${utcMinute(after)}`]),
    ...(seen === undefined ? [] : [`seen ${utcMinute(seen)}`]),
  ].join(', ');

const ownerTags = ['owner', 'team'];

const ownerRank = (key: string): number => {
  const at = ownerTags.indexOf(key.toLowerCase());
  return at === -1 ? ownerTags.length : at;
};

/** Whom the rules of the configuration name, where the scan was read with them; else the tag that does: of several, `owner` before `team` before any other that the scan kept. */
export const ownerOf = (finding: Pick<Finding, 'owner' | 'tags'>): string | undefined => {
  if (finding.owner !== undefined) return cleanName(finding.owner) || undefined;
  const { tags = {} } = finding;
  let best: string | undefined;
  for (const key of Object.keys(tags)) {
    const before = best === undefined ? 1 : ownerRank(best) - ownerRank(key);
    if (best === undefined || before > 0 || (before === 0 && key < best)) best = key;
  }
  return best === undefined ? undefined : cleanName(tags[best] ?? '') || undefined;
};

/** The account's name where the organisation told one, else its id. */
export const accountName = (manifest: Pick<Manifest, 'accountNames'>, account: string): string =>
  (Object.hasOwn(manifest.accountNames, account) && cleanName(manifest.accountNames[account] ?? '')) ||
  cleanName(account);

export const placeOf = (
  manifest: Pick<Manifest, 'accountNames'>,
  at: { readonly provider: string; readonly account: string },
): string => `${at.provider} ${accountName(manifest, at.account)}`;

/** `new`, `reopened`, `worse`, else how long it has been open: `16 h`, `43 d`. */
export const openFor = (finding: Pick<Finding, 'state' | 'firstSeen'>, now: string): string =>
  finding.state === 'new' || finding.state === 'reopened' || finding.state === 'resolved'
    ? finding.state
    : span(finding.firstSeen, now);
