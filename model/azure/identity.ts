/** Azure's places and who holds what in them. Ids are kept as the cloud writes them and compared without case. */

export interface Subscription {
  readonly settings: {
    /** `Enabled`, `Warned`, `PastDue` or `Disabled`. */
    readonly state: string;
    readonly tenant: string;
  };
  /** Management groups above it, the nearest first; the last is the tenant's root group. */
  readonly managementGroups: readonly string[];
  /** Who holds the built-in Owner role on the whole subscription, inherited assignments included. */
  readonly owners: readonly RoleHolder[];
  /** Where the activity log goes; empty where nobody exports it. */
  readonly activityLog: readonly LogExport[];
}

export interface RoleHolder {
  readonly principal: string;
  /** `User`, `Group`, `ServicePrincipal`, `ForeignGroup` or `Device`; `unknown` where the cloud does not say. */
  readonly principalType: string;
  /** Where it was assigned: `/`, a management group, or the subscription itself. */
  readonly scope: string;
}

/** A diagnostic setting of a subscription. */
export interface LogExport {
  readonly name: string;
  /** Categories (`Administrative`, `Security` …) that are switched on. */
  readonly categories: readonly string[];
  /** Ids of the storage account, workspace, event hub rule or partner that receive it. */
  readonly destinations: readonly string[];
}

export interface ResourceGroup {
  readonly settings: { readonly managedBy: string };
}

export interface ManagementGroup {
  readonly settings: { readonly displayName: string; readonly parent: string };
}

export interface RoleAssignment {
  readonly assignment: {
    /** `/`, `/providers/Microsoft.Management/managementGroups/…`, `/subscriptions/…` and below. */
    readonly scope: string;
    /** The definition's own id, a GUID in lower case; a built-in role has the same in every tenant. */
    readonly role: string;
    readonly principal: string;
    readonly principalType: string;
    /** ABAC condition, `none` where there is none. */
    readonly condition: string;
  };
}

/** One entry of a role; what is taken away is taken away from this entry only. */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

export interface RoleDefinition {
  readonly definition: {
    readonly roleName: string;
    readonly custom: boolean;
    readonly permissions: readonly Permission[];
    readonly assignableScopes: readonly string[];
  };
}

export interface PolicyAssignment {
  readonly settings: {
    readonly definition: string;
    readonly scope: string;
    /** `Default` or `DoNotEnforce`. */
    readonly enforcement: string;
  };
}

export interface ManagedIdentity {
  readonly settings: { readonly principal: string; readonly client: string };
}
