/** Kinds of the resource hierarchy and of identities. */
import type { AllowPolicy } from './policy.ts';

/** A legacy (v1) organisation policy, as the inventory gives it. */
export interface OrgPolicy {
  /** `constraints/storage.publicAccessPrevention`. */
  readonly constraint: string;
  /** `list` policies are not read further; `default` restores the constraint's own default. */
  readonly type: 'enforced' | 'not-enforced' | 'list' | 'default';
}

export interface Organization {
  readonly settings: { readonly displayName: string };
  readonly iamPolicy: AllowPolicy;
  readonly orgPolicies: readonly OrgPolicy[];
}

export interface Folder {
  readonly settings: { readonly displayName: string; readonly state: string };
  readonly iamPolicy: AllowPolicy;
  readonly orgPolicies: readonly OrgPolicy[];
}

export interface Project {
  readonly settings: { readonly projectId: string; readonly number: string; readonly state: string };
  readonly iamPolicy: AllowPolicy;
  readonly orgPolicies: readonly OrgPolicy[];
}

export interface ServiceAccount {
  readonly settings: { readonly email: string; readonly disabled: boolean };
  readonly iamPolicy: AllowPolicy;
}

export interface ServiceAccountKey {
  readonly settings: {
    /** `USER_MANAGED`, or `SYSTEM_MANAGED` which Google turns over by itself. */
    readonly type: string;
    /** ISO 8601 UTC. */
    readonly validAfter: string;
    readonly validBefore: string;
    readonly disabled: boolean;
  };
}

export interface CustomRole {
  readonly settings: {
    readonly permissions: readonly string[];
    readonly stage: string;
    readonly deleted: boolean;
  };
}
