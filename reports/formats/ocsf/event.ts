/**
 * The members of an OCSF Compliance Finding (class 2003) that are written, and what is the same in every event.
 *
 * Source: the Open Cybersecurity Schema Framework, events/findings/compliance_finding.
 */
import type { Provider } from '#model/resource.ts';
import type { Severity } from '#model/severity.ts';
import type { ReportFacts } from '../../facts/facts.ts';
import { field } from '../../text/field.ts';
import type { LedgerFields } from '../ledger-fields.ts';
import { ledgerFields } from '../ledger-fields.ts';

/** Of the schema that the classes are taken from. */
export const ocsfVersion = '1.9.0-dev';

export type Activity = 'Create' | 'Update' | 'Close';
export type FindingStatus = 'New' | 'Suppressed' | 'Resolved';

/** `Unknown`: no verdict. `Other` is named by `status`: resolved, since that may also mean gone; not applicable. */
export interface ComplianceStatus {
  readonly status_id: 0 | 1 | 3 | 99;
  readonly status: 'Unknown' | 'Pass' | 'Fail' | 'Resolved' | 'Not applicable';
}

export const complianceStatus = {
  unknown: { status_id: 0, status: 'Unknown' },
  pass: { status_id: 1, status: 'Pass' },
  fail: { status_id: 3, status: 'Fail' },
  resolved: { status_id: 99, status: 'Resolved' },
  notApplicable: { status_id: 99, status: 'Not applicable' },
} as const satisfies Record<string, ComplianceStatus>;

export interface OcsfResource {
  readonly uid: string;
  readonly name?: string;
  readonly type: string;
  readonly region?: string;
  readonly role_id: 1;
  readonly role: 'Target';
  readonly owner?: { readonly name: string };
  readonly tags?: readonly { readonly name: string; readonly value: string }[];
}

export interface OcsfEvent {
  readonly activity_id: number;
  readonly activity_name: Activity;
  readonly category_uid: 2;
  readonly category_name: 'Findings';
  readonly class_uid: 2003;
  readonly class_name: 'Compliance Finding';
  readonly type_uid: number;
  readonly type_name: string;
  /** Milliseconds since 1970, as all times here. */
  readonly time: number;
  readonly start_time?: number;
  readonly end_time?: number;
  /** How many questions an event of many stands for. */
  readonly count?: number;
  readonly severity_id: number;
  readonly severity: string;
  readonly status_id: number;
  readonly status: FindingStatus;
  readonly message: string;
  readonly metadata: {
    readonly version: string;
    readonly product: { readonly name: string; readonly vendor_name: string; readonly version: string };
    readonly profiles?: readonly string[];
    readonly tenant_uid: string;
  };
  readonly cloud?: {
    readonly provider: string;
    readonly region: string;
    readonly account: {
      readonly uid: string;
      readonly name: string;
      readonly type_id: number;
      readonly type: string;
    };
  };
  readonly compliance: ComplianceStatus & {
    readonly control: string;
    readonly standards?: readonly string[];
    readonly requirements?: readonly string[];
    readonly status_code?: string;
    readonly status_details?: readonly string[];
  };
  readonly finding_info: {
    readonly uid: string;
    readonly title: string;
    readonly desc: string;
    readonly created_time?: number;
    readonly first_seen_time?: number;
    readonly last_seen_time?: number;
    readonly modified_time?: number;
    readonly analytic: {
      readonly uid: string;
      readonly name: string;
      readonly type_id: 1;
      readonly type: 'Rule';
    };
  };
  readonly evidences?: readonly {
    readonly name: string;
    readonly data: { readonly found: string; readonly expected?: string };
  }[];
  readonly remediation?: { readonly desc: string; readonly references: readonly string[] };
  readonly resources?: readonly OcsfResource[];
  readonly unmapped: Readonly<Record<string, unknown>>;
}

const activityIds: Readonly<Record<Activity, number>> = { Create: 1, Update: 2, Close: 3 };
const statusIds: Readonly<Record<FindingStatus, number>> = { New: 1, Suppressed: 3, Resolved: 4 };
const severityIds = {
  critical: [5, 'Critical'],
  high: [4, 'High'],
  medium: [3, 'Medium'],
  low: [2, 'Low'],
  informational: [1, 'Informational'],
  unknown: [0, 'Unknown'],
} as const;

export type OcsfSeverity = Severity | 'informational' | 'unknown';

interface Heading {
  readonly activity: Activity;
  readonly status: FindingStatus;
  readonly severity: OcsfSeverity;
  readonly message: string;
}

type Common = Pick<
  OcsfEvent,
  | 'activity_id'
  | 'activity_name'
  | 'category_uid'
  | 'category_name'
  | 'class_uid'
  | 'class_name'
  | 'type_uid'
  | 'type_name'
  | 'time'
  | 'severity_id'
  | 'severity'
  | 'status_id'
  | 'status'
  | 'message'
>;

/** What all events of one scan share. */
export interface ScanContext {
  readonly facts: ReportFacts;
  readonly startedAt: number;
  readonly finishedAt: number;
  /** In every event, since events are read one by one: which scan, and what all of it came to. */
  readonly scan: {
    readonly scan: number;
    readonly estate: string;
    readonly compared_with: number;
    readonly ledger: LedgerFields;
  };
}

/** `undefined` for what is no time. */
export const timeOf = (iso: string): number | undefined => {
  const at = Date.parse(iso);
  return Number.isFinite(at) ? at : undefined;
};

export const scanContext = (facts: ReportFacts): ScanContext => {
  const { manifest } = facts;
  return {
    facts,
    startedAt: timeOf(manifest.startedAt) ?? 0,
    finishedAt: timeOf(manifest.finishedAt) ?? 0,
    scan: {
      scan: manifest.number,
      estate: field(manifest.estate, 256),
      compared_with: manifest.comparedWith,
      ledger: ledgerFields(facts),
    },
  };
};

export const common = (heading: Heading, { finishedAt }: ScanContext): Common => {
  const { activity, status, message } = heading;
  const [severityId, severity] = severityIds[heading.severity];
  return {
    activity_id: activityIds[activity],
    activity_name: activity,
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2003,
    class_name: 'Compliance Finding',
    type_uid: 200_300 + activityIds[activity],
    type_name: `Compliance Finding: ${activity}`,
    time: finishedAt,
    severity_id: severityId,
    severity,
    status_id: statusIds[status],
    status,
    message: field(message, 1_000),
  };
};

export const metadata = ({ facts, scan }: ScanContext, hasCloud: boolean): OcsfEvent['metadata'] => ({
  version: ocsfVersion,
  product: { name: 'Plumbline', vendor_name: 'Plumbline', version: field(facts.manifest.plumbline, 100) },
  ...(hasCloud ? { profiles: ['cloud'] } : {}),
  tenant_uid: scan.estate,
});

const clouds: Readonly<Record<Provider, readonly [name: string, typeId: number, type: string]>> = {
  aws: ['AWS', 10, 'AWS Account'],
  azure: ['Azure', 13, 'Azure Subscription'],
  gcp: ['GCP', 11, 'GCP Project'],
  kubernetes: ['Kubernetes', 99, 'Kubernetes cluster'],
};

export const cloudOf = (
  at: { readonly provider: Provider; readonly account: string; readonly region: string },
  name: string,
): NonNullable<OcsfEvent['cloud']> => {
  const [provider, type_id, type] = clouds[at.provider];
  return {
    provider,
    region: field(at.region, 256),
    account: { uid: field(at.account, 256), name: field(name, 256), type_id, type },
  };
};
