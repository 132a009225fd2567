/** A finding as an OCSF event. */
import type { CheckMetadata } from '#model/check.ts';
import type { Finding } from '#model/finding.ts';
import { field } from '../../text/field.ts';
import { accountName, foundText, ownerOf, titleOf } from '../../text/wording.ts';
import type { Standing } from '../standing.ts';
import type { Activity, ComplianceStatus, FindingStatus, OcsfEvent, ScanContext } from './event.ts';
import { cloudOf, common, complianceStatus, metadata, timeOf } from './event.ts';
import { standardsOf } from './standards.ts';

const evidenceShown = 12;
/** As many as AWS allows of a resource. */
const tagsShown = 50;

const statuses: Readonly<Record<Standing, ComplianceStatus>> = {
  fail: complianceStatus.fail,
  excepted: complianceStatus.fail,
  'not-looked-at': complianceStatus.unknown,
  resolved: complianceStatus.resolved,
};

const findingStatuses: Readonly<Record<Standing, FindingStatus>> = {
  fail: 'New',
  excepted: 'Suppressed',
  'not-looked-at': 'New',
  resolved: 'Resolved',
};

const activityOf = (finding: Finding, standing: Standing): Activity => {
  if (standing === 'resolved') return 'Close';
  return finding.state === 'new' ? 'Create' : 'Update';
};

export const analyticOf = (
  id: string,
  check: CheckMetadata | undefined,
): OcsfEvent['finding_info']['analytic'] => ({
  uid: field(id, 256),
  name: check?.title ?? field(id, 256),
  type_id: 1,
  type: 'Rule',
});

export const remediationOf = (check: CheckMetadata | undefined): Pick<OcsfEvent, 'remediation'> =>
  check === undefined ? {} : { remediation: { desc: check.remediation, references: check.sources } };

const resourceOf = (finding: Finding): NonNullable<OcsfEvent['resources']>[number] => {
  const owner = ownerOf(finding);
  const tags = Object.entries(finding.tags ?? {}).slice(0, tagsShown);
  return {
    uid: field(finding.id),
    name: field(finding.name, 256),
    type: field(finding.kind, 256),
    region: field(finding.region, 256),
    role_id: 1,
    role: 'Target',
    ...(owner === undefined ? {} : { owner: { name: field(owner, 256) } }),
    ...(tags.length === 0
      ? {}
      : { tags: tags.map(([name, value]) => ({ name: field(name, 256), value: field(value, 256) })) }),
  };
};

const evidencesOf = ({ evidence }: Finding): Pick<OcsfEvent, 'evidences'> =>
  evidence.length === 0
    ? {}
    : {
        evidences: evidence.slice(0, evidenceShown).map((item) => ({
          name: field(item.path, 300),
          data: {
            found: foundText(item),
            ...(item.expected === undefined ? {} : { expected: field(item.expected, 300) }),
          },
        })),
      };

export const findingEvent = (finding: Finding, standing: Standing, context: ScanContext): OcsfEvent => {
  const { facts, scan, finishedAt } = context;
  const check = facts.checks.get(finding.check);
  const title = titleOf(finding, facts.checks);
  const firstSeen = timeOf(finding.firstSeen);
  const judged = standing !== 'not-looked-at';
  const changed = standing === 'resolved' || ['new', 'worse', 'reopened'].includes(finding.state);
  const { exception } = finding;
  return {
    ...common(
      {
        activity: activityOf(finding, standing),
        status: findingStatuses[standing],
        severity: finding.severity,
        message: title,
      },
      context,
    ),
    metadata: metadata(context, true),
    cloud: cloudOf(finding, accountName(facts.manifest, finding.account)),
    compliance: {
      ...statuses[standing],
      control: check?.title ?? field(finding.check, 256),
      ...standardsOf(check),
      ...(standing === 'not-looked-at'
        ? {
            status_code: 'not-looked-at',
            status_details: [`open, and not looked at since scan ${finding.judgedScan}`],
          }
        : {}),
    },
    finding_info: {
      uid: finding.finding,
      title,
      desc: check?.consequence ?? title,
      ...(firstSeen === undefined ? {} : { created_time: firstSeen, first_seen_time: firstSeen }),
      ...(judged && standing !== 'resolved' ? { last_seen_time: finishedAt } : {}),
      ...(judged && changed ? { modified_time: finishedAt } : {}),
      analytic: analyticOf(finding.check, check),
    },
    ...evidencesOf(finding),
    ...remediationOf(check),
    resources: [resourceOf(finding)],
    unmapped: {
      state: standing === 'excepted' ? 'excepted' : finding.state,
      first_scan: finding.firstScan,
      judged_scan: finding.judgedScan,
      evidence_left_out: Math.max(0, finding.evidence.length - evidenceShown),
      ...(exception === undefined
        ? {}
        : {
            exception: {
              owner: field(exception.owner, 256),
              until: field(exception.until, 40),
              reason: field(exception.reason, 1_000),
            },
          }),
      ...scan,
    },
  };
};
