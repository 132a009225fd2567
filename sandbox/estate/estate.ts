/**
 * An estate: what exists in a pretended organisation, as the services of the sandbox look at it. Long lists are
 * {@link Series}, so that a generated estate makes each item when a page asks for it and holds none.
 */
import type { IamFacts } from './iam-facts.ts';
import type { JsonObject, Series } from './series.ts';

export { itemsIn, type JsonObject, mapSeries, type Series, seriesOf } from './series.ts';

/** A configuration item as AWS Config keeps it; a query renders it to its own form. */
export interface ConfigItem {
  readonly version: string;
  readonly accountId: string;
  readonly awsRegion: string;
  readonly availabilityZone: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly resourceName?: string;
  /** Some kinds and old items have none. */
  readonly arn?: string;
  readonly configurationItemCaptureTime: string;
  readonly configurationItemStatus: ItemStatus;
  readonly configurationStateId: string;
  readonly resourceCreationTime?: string;
  readonly tags: readonly (readonly [key: string, value: string])[];
  readonly relationships: readonly JsonObject[];
  /** `null` for third-party types. */
  readonly configuration: JsonObject | null;
  readonly supplementaryConfiguration: JsonObject;
  /** What the service itself tells and AWS Config does not: no query shows it. */
  readonly untold?: JsonObject;
}

type ItemStatus =
  | 'OK'
  | 'ResourceDiscovered'
  | 'ResourceNotRecorded'
  | 'ResourceDeleted'
  | 'ResourceDeletedNotRecorded';

/** All items of one kind in one account and region. */
export interface Shelf extends Series<ConfigItem> {
  readonly account: string;
  /** `global` for the four IAM kinds. */
  readonly region: string;
  readonly kind: string;
}

export type OptInState = 'ENABLED_BY_DEFAULT' | 'ENABLED' | 'DISABLED';

/** A customer-managed recorder; a region without one records nothing. */
export interface RecorderFacts {
  readonly region: string;
  readonly name: string;
  readonly recording: boolean;
  readonly lastStatus: 'Success' | 'Failure' | 'Pending' | 'NotApplicable';
  /** Hours since the last status change; large is stale. */
  readonly statusAgeHours: number;
  readonly strategy: 'ALL_SUPPORTED' | 'INCLUSION_BY_RESOURCE_TYPES' | 'EXCLUSION_BY_RESOURCE_TYPES';
  readonly includeGlobal: boolean;
  /** Included or excluded kinds, as the strategy says. */
  readonly kinds: readonly string[];
  /** Kinds that are recorded once a day; none where it is left out. */
  readonly daily?: readonly string[];
  /** More than a year where it is left out. */
  readonly startedHoursAgo?: number;
}

export interface AccountFacts {
  readonly id: string;
  /** Hostile text is allowed. */
  /** Of no organisation, or of another one: it trusts the caller's all the same. */
  readonly outside?: true;
  readonly name: string;
  readonly email: string;
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE';
  readonly joinedAt: string;
  readonly regions: readonly { readonly name: string; readonly state: OptInState }[];
  readonly recorders: readonly RecorderFacts[];
  /** The role that a scanner assumes; `none` where nobody made it. */
  readonly reader: { readonly role: string; readonly externalId: string } | 'none';
  readonly iam: IamFacts;
}

export interface AggregatorFacts {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly regions: readonly string[];
  /** Sources that are not `SUCCEEDED`. */
  readonly troubled: readonly {
    readonly account: string;
    readonly region: string;
    readonly status: 'FAILED' | 'OUTDATED';
  }[];
}

/** A standing refusal, as a policy or a service control policy makes it. */
export interface Denial {
  readonly account: string;
  /** Every region when omitted. */
  readonly region?: string;
  /** IAM action; `*` as suffix is allowed. */
  readonly action: string;
  readonly by: 'policy' | 'scp';
}

export interface Estate {
  readonly name: string;
  readonly partition: string;
  readonly homeRegion: string;
  readonly organization: {
    readonly id: string;
    readonly managementAccount: string;
    /** The account that looks after IAM Access Analyzer for all others. */
    readonly analyzers?: string;
  };
  /** Whom the sandbox hands out credentials for. */
  readonly caller: { readonly account: string; readonly user: string };
  readonly accounts: readonly AccountFacts[];
  readonly aggregators: readonly AggregatorFacts[];
  readonly denials: readonly Denial[];
  /** What a query can answer with, sorted by account, region and kind. */
  readonly shelves: readonly Shelf[];
  /** Known to AWS Config but in no query's answer: deleted, or of a kind that is not recorded. */
  readonly withheld: readonly Shelf[];
  /** What really exists, recorded or not: what the services themselves tell. */
  readonly live: readonly Shelf[];
}
