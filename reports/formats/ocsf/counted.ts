/**
 * Events of many questions: what could not be judged, one for each check and place; what a check passed, and where it did
 * not apply, one for each check. `count` says how many, so that the sums by `compliance.status` are the ledger.
 */
import { hash } from 'node:crypto';
import type { UnknownRow } from '#model/finding.ts';
import { field } from '../../text/field.ts';
import { count, plural } from '../../text/numbers.ts';
import { accountName, placeOf } from '../../text/wording.ts';
import type { OcsfEvent, ScanContext } from './event.ts';
import { cloudOf, common, complianceStatus, metadata } from './event.ts';
import { analyticOf, remediationOf } from './finding.ts';
import { standardsOf } from './standards.ts';

/** An event stays far below what receivers take; the count is of all. */
export const resourcesShown = 100;

/** Stable from scan to scan, as a finding's id is: of what is asked, never of text or order. */
const uidOf = (parts: readonly string[]): string => hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32);

const window = ({ startedAt, finishedAt }: ScanContext): Pick<OcsfEvent, 'start_time' | 'end_time'> => ({
  start_time: startedAt,
  end_time: finishedAt,
});

export const unknownEvent = (row: UnknownRow, id: string, context: ScanContext): OcsfEvent => {
  const { facts, scan } = context;
  const check = facts.checks.get(id);
  const { provider, account, region, kind, part, reason, missing = '', detail = '', resources } = row;
  const what = part === '*' ? kind : `${kind}, ${part}`;
  const title = `${check?.title ?? id} is unknown: ${what} in ${placeOf(facts.manifest, row)}, ${reason}${missing === '' ? '' : ` (${missing})`}`;
  return {
    ...common({ activity: 'Create', status: 'New', severity: 'unknown', message: title }, context),
    ...window(context),
    count: resources.length,
    metadata: metadata(context, true),
    cloud: cloudOf(row, accountName(facts.manifest, account)),
    compliance: {
      ...complianceStatus.unknown,
      control: check?.title ?? field(id, 256),
      ...standardsOf(check),
      status_code: reason,
      status_details: [missing, detail].filter((text) => text !== '').map((text) => field(text, 1_000)),
    },
    finding_info: {
      uid: uidOf(['unknown', id, provider, account, region, kind, part, reason, missing]),
      title: field(title, 500),
      desc: `${plural(resources.length, 'question')} could not be judged`,
      analytic: analyticOf(id, check),
    },
    resources: resources.slice(0, resourcesShown).map((uid) => ({
      uid: field(uid),
      ...(uid === '*' ? { name: 'those that could not be listed' } : {}),
      type: field(kind, 256),
      region: field(region, 256),
      role_id: 1,
      role: 'Target',
    })),
    unmapped: {
      part: field(part, 256),
      missing: field(missing, 500),
      check_severity: check?.severity ?? '',
      resources_left_out: Math.max(0, resources.length - resourcesShown),
      ...scan,
    },
  };
};

/**
 * No control of a framework stands in these: one check that passes does not meet a control that other checks, or a person,
 * decide too.
 */
export const countedEvent = (
  verdict: 'pass' | 'notApplicable',
  id: string,
  questions: number,
  context: ScanContext,
): OcsfEvent => {
  const { facts, scan } = context;
  const check = facts.checks.get(id);
  const words = verdict === 'pass' ? 'pass' : 'not applicable';
  const title = `${check?.title ?? field(id, 256)}: ${count(questions)} ${words}`;
  return {
    ...common({ activity: 'Create', status: 'New', severity: 'informational', message: title }, context),
    ...window(context),
    count: questions,
    metadata: metadata(context, false),
    compliance: { ...complianceStatus[verdict], control: check?.title ?? field(id, 256) },
    finding_info: {
      uid: uidOf([verdict, id, facts.manifest.estate]),
      title,
      desc: check?.consequence ?? title,
      analytic: analyticOf(id, check),
    },
    ...remediationOf(check),
    unmapped: { check_severity: check?.severity ?? '', ...scan },
  };
};
