/**
 * The read permissions that a set of checks needs, derived from what they declare: no list is kept by hand, so none
 * can be out of date. What the sources really call is held to this by `npm run test:denied`.
 */
import {
  directSourceOf,
  isUnrecorded,
  listResourcesAction,
  taggingAction,
} from '#model/aws/direct-sources.ts';
import type { Check } from '#model/check.ts';
import type { Kind } from '#model/kinds.ts';
import { isKind, partSource } from '#model/part-sources.ts';
import { compareText } from '#model/resource.ts';

export interface PermissionScope {
  /** Where AWS Config is asked: in each account, or at an aggregator. */
  readonly route: 'config' | 'config-aggregator';
  /** From AWS Config only, from the services themselves only, or from whichever tells. */
  readonly inventory: 'config' | 'direct' | 'auto';
  readonly assumesRole: boolean;
  /** Kinds that are listed because somebody names them, whether a check is on them or not. */
  readonly kinds?: readonly string[];
}

/**
 * Whose policy the action belongs into: `caller` holds the credentials that the scan starts with, `account` is the
 * role (or caller) in each scanned account, `aggregator` is the account that the aggregator lives in.
 */
export type PermissionPlace = 'caller' | 'account' | 'aggregator';

export interface PermissionUse {
  /** The IAM action, e.g. `iam:GetAccountSummary`. */
  readonly action: string;
  readonly place: PermissionPlace;
  /** `kind.part` of what is read by it, sorted; empty where only the scan itself needs it. */
  readonly parts: readonly string[];
  /** Ids of the checks that hang on it, sorted; empty where only the scan itself needs it. */
  readonly checks: readonly string[];
}

type Call = readonly [action: string, place: PermissionPlace];

/** Whether a kind is recorded in a place at all is asked of each account itself, whichever way its items come. */
const recorderCalls: readonly Call[] = [
  ['config:DescribeConfigurationRecorders', 'account'],
  ['config:DescribeConfigurationRecorderStatus', 'account'],
];

/** What every reading from AWS Config hangs on. */
const configCalls: Readonly<Record<PermissionScope['route'], readonly Call[]>> = {
  config: [
    ...recorderCalls,
    ['config:GetDiscoveredResourceCounts', 'account'],
    ['config:SelectResourceConfig', 'account'],
  ],
  'config-aggregator': [
    ...recorderCalls,
    ['config:DescribeConfigurationAggregatorSourcesStatus', 'aggregator'],
    ['config:GetAggregateDiscoveredResourceCounts', 'aggregator'],
    ['config:SelectAggregateResourceConfig', 'aggregator'],
  ],
};

/**
 * What a scan asks whichever checks are enabled: who belongs to the organisation (a list of accounts is checked
 * against it, and so is who counts as an outsider), which regions are switched off, and what there is besides the
 * kinds that checks are on.
 */
const scanCalls = (scope: PermissionScope): readonly Call[] => [
  ['organizations:ListAccounts', 'caller'],
  ['account:ListRegions', 'account'],
  ...(scope.assumesRole ? [['sts:AssumeRole', 'caller'] as const] : []),
  ...(scope.inventory === 'direct' ? [] : configCalls[scope.route]),
  // It asks the type's own service in the name of the caller, who needs that service's list permission as well.
  ...(scope.inventory !== 'config' && scope.kinds?.some((kind) => isAwsKind(kind) && !isKind(kind)) === true
    ? [[listResourcesAction, 'account'] as const]
    : []),
];

interface OpenUse {
  readonly place: PermissionPlace;
  readonly parts: Set<string>;
  readonly checks: Set<string>;
}

/** Of AWS checks; sorted by action. `sts:GetCallerIdentity` is not among them, since it needs no permission. */
export const actionsFor = (checks: readonly Check[], scope: PermissionScope): readonly PermissionUse[] => {
  const uses = new Map<string, OpenUse>();
  const use = (action: string, place: PermissionPlace): OpenUse => {
    const open = uses.get(action) ?? { place, parts: new Set<string>(), checks: new Set<string>() };
    uses.set(action, open);
    return open;
  };

  for (const [action, place] of scanCalls(scope)) use(action, place);
  for (const check of checks) {
    // One that compares looks at what the others look at.
    if (check.compares !== undefined || !check.on.some(isAwsKind)) continue;
    for (const kind of check.on) {
      if (!isAwsKind(kind)) continue;
      for (const part of [...check.reads, ...check.mayRead]) {
        for (const [action, place] of callsFor(kind, part, scope)) {
          const open = use(action, place);
          open.parts.add(`${kind}.${part}`);
          open.checks.add(check.id);
        }
      }
    }
    const directly = scope.inventory === 'config' ? isUnrecorded : () => true;
    if (kindsRead(check).some((kind) => directly(kind) && isTagged(kind))) use(taggingAction, 'account');
    // Without the list of accounts, an account of one's own counts as foreign.
    if (check.uses.includes('trust')) use('organizations:ListAccounts', 'caller').checks.add(check.id);
  }

  return [...uses]
    .map(([action, { place, parts, checks: ids }]) => ({
      action,
      place,
      parts: [...parts].sort(compareText),
      checks: [...ids].sort(compareText),
    }))
    .sort((a, b) => compareText(a.action, b.action));
};

/** Other clouds have permissions of their own. */
const isAwsKind = (kind: string): boolean => kind.startsWith('AWS::');

const callsFor = (kind: Kind, part: string, scope: PermissionScope): readonly Call[] => {
  const source = partSource(kind, part);
  switch (source.from) {
    case 'calls':
      // The organisation is asked with the credentials that the scan starts with.
      return source.actions.map((action) => [
        action,
        action.startsWith('organizations:') ? 'caller' : 'account',
      ]);
    case 'config':
      return [
        ...(isUnrecorded(kind) ? directCalls(kind, part) : inventoryCalls(scope, kind, part)),
        ...(source.joins ?? []).flatMap((joined) => inventoryCalls(scope, joined)),
        ...(source.asks ?? []).map((action): Call => [action, 'account']),
      ];
  }
};

/** Of what comes from AWS Config or from its own service. */
const inventoryCalls = (scope: PermissionScope, kind: Kind, part?: string): readonly Call[] => [
  ...(scope.inventory === 'direct' ? [] : configCalls[scope.route]),
  ...(scope.inventory === 'config' ? [] : directCalls(kind, part)),
];

/** The list that finds a kind, and the calls of this part. */
const directCalls = (kind: Kind, part?: string): readonly Call[] => {
  const source = directSourceOf(kind);
  const parts: Readonly<Record<string, readonly string[]>> = source?.parts ?? {};
  return [...(source?.list ?? []), ...(part === undefined ? [] : (parts[part] ?? []))].map(
    (action) => [action, 'account'] as const,
  );
};

/** Those that it is on, and those that their parts are joined from. */
const kindsRead = (check: Check): readonly string[] =>
  check.on.filter(isAwsKind).flatMap((kind) => [
    kind,
    ...[...check.reads, ...check.mayRead].flatMap((part) => {
      const source = partSource(kind, part);
      return source.from === 'config' ? (source.joins ?? []) : [];
    }),
  ]);

const isTagged = (kind: string): boolean => directSourceOf(kind)?.tagged === true;

export interface PolicyJson {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyJsonStatement[];
}

interface PolicyJsonStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

/** IAM takes letters and digits only: `access-analyzer` → `PlumblineAccessAnalyzer`. */
const labelOf = (service: string): string =>
  `Plumbline${service
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('')}`;

/**
 * What is read below `apigateway:GET`, which is the one reading permission of both generations and would give the values of
 * API keys and usage plans as well. That methods embedded in a list of resources need no path but the list's is not
 * documented: they are named too, and hold nothing that the list does not.
 *
 * Source: Service Authorization Reference, "Amazon API Gateway Management" and "… Management V2".
 */
const apiPaths = [
  '/restapis',
  '/restapis/*/deployments/*',
  '/restapis/*/resources',
  '/restapis/*/resources/*',
  '/restapis/*/stages',
  '/apis',
  '/apis/*/routes',
  '/apis/*/stages',
];

export interface PolicyPlace {
  /** Role that may be assumed; may hold a `*` for the account, `arn:aws:iam::*:role/plumbline`. Any when left out. */
  readonly roleArn?: string;
  /** `aws` when left out; may be what a template puts there. */
  readonly partition?: string;
}

/**
 * The IAM policy that permits these uses and nothing else: one statement per service, sorted. The actions take no
 * narrower resource than `*`, but for assuming a role and for API Gateway, whose actions are its paths.
 */
export const policyDocument = (
  uses: readonly PermissionUse[],
  { roleArn = '*', partition = 'aws' }: PolicyPlace = {},
): PolicyJson => {
  const byService = new Map<string, string[]>();
  for (const { action } of uses) {
    const service = action.slice(0, action.indexOf(':'));
    const actions = byService.get(service) ?? [];
    byService.set(service, actions);
    if (!actions.includes(action)) actions.push(action);
  }
  const resourceOf = (service: string): PolicyJsonStatement['Resource'] => {
    switch (service) {
      case 'sts':
        return roleArn;
      case 'apigateway':
        return apiPaths.map((path) => `arn:${partition}:apigateway:*::${path}`);
      default:
        return '*';
    }
  };
  return {
    Version: '2012-10-17',
    Statement: [...byService]
      .sort(([a], [b]) => compareText(a, b))
      .map(([service, actions]) => ({
        Sid: labelOf(service),
        Effect: 'Allow',
        Action: actions.sort(compareText),
        Resource: resourceOf(service),
      })),
  };
};
