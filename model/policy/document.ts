/**
 * An AWS policy document after `sources/` has read it: every scalar-or-list is a list, text is decoded,
 * letter case is kept. Reasoning on it is in the files beside this one.
 *
 * Source: IAM User Guide, "Grammar of the IAM JSON policy language".
 */
export interface PolicyDocument {
  /** `2012-10-17`, `2008-10-17`, or `none`: variables are literal text in the older ones. */
  readonly version: string;
  readonly statements: readonly PolicyStatement[];
}

export interface PolicyStatement {
  /** The Sid, or `#<position>`; for evidence paths. */
  readonly label: string;
  readonly effect: 'Allow' | 'Deny';
  /** `none` in identity policies. */
  readonly principals: Principals;
  /** Exactly one of the two is not `none`. */
  readonly actions: readonly string[] | 'none';
  readonly notActions: readonly string[] | 'none';
  /** Both are `none` in a role's trust policy. */
  readonly resources: readonly string[] | 'none';
  readonly notResources: readonly string[] | 'none';
  readonly conditions: readonly PolicyCondition[];
}

export type Principals =
  | 'none'
  | {
      /** `NotPrincipal`: everyone but these. */
      readonly not: boolean;
      readonly entries: readonly PrincipalEntry[];
    };

/** `"Principal": "*"` is `{type: '*', value: '*'}`. */
export interface PrincipalEntry {
  readonly type: '*' | 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  readonly value: string;
}

/** One operator on one key; all conditions of a statement must hold, any one value of a condition may. */
export interface PolicyCondition {
  /** As written, e.g. `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  /** As written; compared without case. */
  readonly key: string;
  readonly values: readonly string[];
}
