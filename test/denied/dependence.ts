/** What depends on what, from the checks' own declarations: nothing here is a list kept by hand. */
import { actionsFor, type PermissionScope } from '#engine/permissions.ts';
import type { DirectSource } from '#model/aws/direct-sources.ts';
import { directSources } from '#model/aws/direct-sources.ts';
import type { Check } from '#model/check.ts';
import type { Kind } from '#model/kinds.ts';
import { partSource } from '#model/part-sources.ts';
import type { RecordedCall } from '#sandbox/contract.ts';
import type { Answer, Route } from '#test/support/answered-scan.ts';

export const routes: readonly Route[] = ['config', 'config-aggregator', 'direct'];

export const scopeOf = (route: Route): PermissionScope => ({
  route: route === 'config-aggregator' ? route : 'config',
  inventory: route === 'direct' ? 'direct' : 'config',
  assumesRole: true,
});

/** Actions that the scan of these checks is declared to make, `sts:GetCallerIdentity` left out as it needs no permission. */
export const declaredActions = (checks: readonly Check[], route: Route): readonly string[] =>
  actionsFor(checks, scopeOf(route)).map((use) => use.action);

/** Actions that a part of some check is read by; the scan's own (entering accounts, listing regions) have no part. */
export const partActions = (checks: readonly Check[], route: Route): readonly string[] =>
  actionsFor(checks, scopeOf(route))
    .filter((use) => use.parts.length > 0)
    .map((use) => use.action);

/** Actions that only the scan itself needs, whatever the checks read. */
export const scanActions = (checks: readonly Check[], route: Route): readonly string[] =>
  actionsFor(checks, scopeOf(route))
    .filter((use) => use.parts.length === 0)
    .map((use) => use.action);

export type Dependence =
  /** A part under `reads` is read by it: without it nothing may be concluded. */
  | 'needs'
  /** Only parts under `mayRead`, or an analysis, stand on it: the check may know enough without. */
  | 'may-need'
  | 'none';

const placeOf = (action: string, checks: readonly Check[], route: Route): string =>
  actionsFor(checks, scopeOf(route)).find((use) => use.action === action)?.place ?? 'account';

const partsUse = (
  action: string,
  check: Check,
  kind: string,
  parts: readonly string[],
  route: Route,
): boolean =>
  actionsFor([{ ...check, on: [kind as Kind], reads: parts, mayRead: [], uses: [] }], scopeOf(route)).some(
    (use) => use.action === action && use.parts.length > 0,
  );

/** How a question of this check, about a resource of this kind, depends on an action. */
export const dependenceOn = (action: string, check: Check, kind: string, route: Route): Dependence => {
  if (partsUse(action, check, kind, check.reads, route)) return 'needs';
  if (partsUse(action, check, kind, check.mayRead, route)) return 'may-need';
  const { uses } = check;
  return actionsFor([{ ...check, reads: [], mayRead: [], uses }], scopeOf(route)).some(
    (use) => use.action === action && use.checks.length > 0,
  )
    ? 'may-need'
    : 'none';
};

/** True where a part of the check is made of what may lie in another account. */
export const joins = (check: Check, kind: string): boolean =>
  [...check.reads, ...check.mayRead].some((part) => {
    const source = partSource(kind as Kind, part);
    return source.from === 'config' ? source.joins !== undefined : source.elsewhere === true;
  });

/** The others have one answer for all regions, as the account's access block of S3 has. */
const isRegional = (action: string): boolean =>
  !/^(?:iam|sts|organizations|account|cloudfront):/.test(action) &&
  action !== 's3:GetAccountPublicAccessBlock';

const detailsOf = (sources: readonly DirectSource[]): ReadonlySet<string> =>
  new Set(
    sources.flatMap((source) =>
      Object.values<readonly string[] | undefined>(source.parts ?? {}).flatMap((actions) => actions ?? []),
    ),
  );

/** Calls that are made for each resource. */
export const detailActions = detailsOf(Object.values(directSources));
/** Those that are made whichever way the inventory comes. */
const unrecordedDetails = detailsOf(
  Object.values<DirectSource>(directSources).filter(({ unrecorded }) => unrecorded === true),
);

export interface Dependences {
  /** @param broken what strikes answers only leaves calls alone that the service refused anyway. */
  of(action: string, question: Answer, broken?: 'calls' | 'answers'): Dependence;
  /** As {@link of}, of a question in another account than the one that is struck. */
  elsewhere(action: string, question: Answer): Dependence;
}

/** @param calls of the undisturbed scan: what was not asked there, nothing depends on. */
export const dependences = (
  checks: readonly Check[],
  route: Route,
  calls: readonly RecordedCall[],
): Dependences => {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const remembered = new Map<string, Dependence>();
  const checkOf = ({ check }: Answer): Check => {
    const found = byId.get(check);
    if (found === undefined) throw new Error(`${check} is not among the checks`);
    return found;
  };
  const declared = (action: string, question: Answer): Dependence => {
    const key = `${action}|${question.check}|${question.kind}`;
    const found = remembered.get(key) ?? dependenceOn(action, checkOf(question), question.kind, route);
    remembered.set(key, found);
    return found;
  };
  const places = new Map(
    checks.length === 0
      ? []
      : partActions(checks, route).map((action) => [action, placeOf(action, checks, route)]),
  );
  const asked = (action: string, { account, region }: Answer, broken: 'calls' | 'answers'): boolean =>
    calls.some(
      (call) =>
        call.action === action &&
        (broken === 'calls' || call.status === 200) &&
        (places.get(action) !== 'account' || call.account === account) &&
        (!isRegional(action) ||
          places.get(action) !== 'account' ||
          region === 'global' ||
          call.region === region),
    );
  /** A resource that has none of it is told so by a refusal, which a fault of answers leaves alone. */
  const weakened = (action: string, broken: 'calls' | 'answers', dependence: Dependence): Dependence =>
    broken === 'answers' &&
    dependence === 'needs' &&
    (route === 'direct' ? detailActions : unrecordedDetails).has(action)
      ? 'may-need'
      : dependence;
  return {
    of: (action, question, broken = 'calls') =>
      asked(action, question, broken) ? weakened(action, broken, declared(action, question)) : 'none',
    elsewhere: (action, question) =>
      joins(checkOf(question), question.kind) && declared(action, question) !== 'none' ? 'may-need' : 'none',
  };
};
