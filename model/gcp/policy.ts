/** Allow policies of Google Cloud, and who a member is. */
import { conditionAt } from './condition-time.ts';

export interface Binding {
  readonly role: string;
  /** As the cloud writes them: `user:…`, `serviceAccount:…`, `allUsers`, `deleted:…`. */
  readonly members: readonly string[];
  /** The CEL expression, or `none`. */
  readonly condition: string;
}

export interface AuditConfig {
  /** A service's name, or `allServices`. */
  readonly service: string;
  readonly logTypes: readonly {
    /** `ADMIN_READ`, `DATA_READ`, `DATA_WRITE`. */
    readonly type: string;
    readonly exempted: readonly string[];
  }[];
}

/** Of the resource itself: what its ancestors grant stands in their own policies. */
export interface AllowPolicy {
  readonly bindings: readonly Binding[];
  readonly audit: readonly AuditConfig[];
}

/**
 * Anybody at all. `allAuthenticatedUsers` is every Google account on earth, and `principalSet://goog/public:all` is
 * the newer spelling of `allUsers`. Source: IAM documentation, "Principal identifiers".
 */
const everybody = new Set(['allUsers', 'allAuthenticatedUsers', 'principalSet://goog/public:all']);

export const isEverybody = (member: string): boolean => everybody.has(member);

/** A member that is gone holds nothing: `deleted:serviceAccount:…?uid=…`. */
export const isDeleted = (member: string): boolean => member.startsWith('deleted:');

/** `serviceAccount:a@b.iam.gserviceaccount.com` → `a@b.iam.gserviceaccount.com`; undefined for anybody else. */
export const serviceAccountOf = (member: string): string | undefined =>
  member.startsWith('serviceAccount:') ? member.slice('serviceAccount:'.length) : undefined;

/**
 * Accounts of Google's own services, which get broad roles by design: `service-<number>@gcp-sa-….iam…` and
 * `<number>@cloudservices.gserviceaccount.com`. Source: IAM documentation, "Service agents".
 */
export const isServiceAgent = (email: string): boolean =>
  /^(?:service-)?\d+@(?:gcp-sa-[a-z0-9-]+\.iam|[a-z0-9-]+-system\.iam|cloudservices|cloudbuild|containerregistry\.iam|compute-system\.iam)\.gserviceaccount\.com$/.test(
    email,
  );

/** Accounts that Compute Engine makes by itself: `<project number>-compute@developer.gserviceaccount.com`. */
export const isDefaultComputeAccount = (email: string): boolean =>
  /^\d+-compute@developer\.gserviceaccount\.com$/.test(email);

/**
 * Whether a binding holds at a moment: `idle` where its condition is a time that has passed or is still to come,
 * `conditional` where something decides that only the request shows.
 *
 * @param at ISO 8601.
 */
export const stateOf = ({ condition }: Binding, at: string): 'holds' | 'idle' | 'conditional' => {
  if (condition === 'none') return 'holds';
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) return 'conditional';
  switch (conditionAt(condition, moment)) {
    case 'yes':
      return 'holds';
    case 'no':
      return 'idle';
    case 'maybe':
      return 'conditional';
  }
};
