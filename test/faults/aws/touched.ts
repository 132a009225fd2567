/** Which questions the faults touched, from what the sandbox saw: nothing else may have changed. */
import { allChecks } from '#checks/index.ts';
import type { Kind } from '#model/kinds.ts';
import { partSource } from '#model/part-sources.ts';
import type { FaultEffect, TracedCall } from '#sandbox/contract.ts';
import type { Dependence, Dependences } from '#test/denied/dependence.ts';
import type { Answer } from '#test/support/answered-scan.ts';
import { quick, type Scenario } from '../scenario.ts';

type Effect = FaultEffect['type'];

/** After these an answer is still whole. */
const harmless: ReadonlySet<Effect> = new Set<Effect>([
  'empty-page',
  'overlap',
  'omit',
  'set-field',
  'change',
]);

/** So many queries in a row that fail for no reason of their own, and the source tries no more. */
const patience = 3;

const selects = /^config:Select/;
const everything = /^(?:organizations:|sts:GetCallerIdentity)/;
const accountWide = /^(?:sts:AssumeRole|account:)/;

/** Another try may go better after these. */
const transient: ReadonlySet<Effect> = new Set<Effect>([
  'throttle',
  'error',
  'reset',
  'hang',
  'slow',
  'shift-clock',
]);

/**
 * Tries after which the source had to do without an answer: one that no other try mends, as many in a row as it makes,
 * or the last of its request.
 */
export const failedCalls = (
  calls: readonly TracedCall[],
  { attempts, timeout }: Pick<Scenario, 'attempts' | 'timeout'>,
  ownAccount: string,
): readonly TracedCall[] => {
  const tries = Map.groupBy(calls, (call) => call.request);
  const repeats = new Map<string, number>();
  for (const call of calls) {
    if (!call.struck.includes('repeat-token')) continue;
    const query = withoutToken(call.request);
    repeats.set(query, (repeats.get(query) ?? 0) + 1);
  }
  const harms = (call: TracedCall): 'no' | 'this-try' | 'expired' | 'for-good' => {
    if (!call.believed) return 'this-try';
    const effects = call.struck.filter((effect) => {
      // A first page that is given twice, once, is no more than that.
      if (effect === 'repeat-token')
        return call.request !== withoutToken(call.request) || repeats.get(call.request) !== 1;
      return effect === 'slow' ? timeout <= quick : !harmless.has(effect);
    });
    if (effects.length === 0) return 'no';
    if (effects.every((effect) => transient.has(effect))) return 'this-try';
    // Credentials that were given can't be fetched anew, though a later call of another part may find them accepted.
    if (call.account === ownAccount) return 'for-good';
    return effects.every((effect) => effect === 'expire-credentials') ? 'expired' : 'for-good';
  };
  const failed: TracedCall[] = [];
  for (const same of tries.values()) {
    let inARow = 0;
    for (const [index, call] of same.entries()) {
      const harm = harms(call);
      inARow = harm === 'no' ? 0 : inARow + 1;
      const most = harm === 'for-good' ? 1 : harm === 'expired' ? 2 : attempts;
      if (inARow >= most || (harm !== 'no' && index === same.length - 1)) failed.push(call);
    }
  }
  return failed;
};

/** Requests that the source gave up although it had tries left, and no reason of another kind. */
export const gaveUpEarly = (
  calls: readonly TracedCall[],
  { attempts, timeout }: Pick<Scenario, 'attempts' | 'timeout'>,
  ownAccount: string,
): readonly string[] => {
  const noRole = new Set(
    failedCalls(calls, { attempts, timeout }, ownAccount)
      .filter(({ action }) => action === 'sts:AssumeRole')
      .map(({ account }) => account),
  );
  const mends = (call: TracedCall): boolean =>
    !call.believed ||
    (call.struck.length > 0 &&
      // A slow body may well have arrived in time: nothing is known of such a try.
      call.struck.every((effect) => effect !== 'slow' && transient.has(effect)));
  const sentences: string[] = [];
  for (const [request, tries] of Map.groupBy(calls, (call) => call.request)) {
    const [last] = tries.slice(-1);
    if (last === undefined || noRole.has(last.account)) continue;
    // Since the last whole answer. Where one of them was cut or slow, nobody can say which asker made how many.
    const row = tries.slice(tries.findLastIndex((call) => call.believed && call.struck.length === 0) + 1);
    const inARow = row.length;
    if (inARow > 0 && inARow < attempts && row.every(mends))
      sentences.push(`gave up after ${inARow} of ${attempts} tries: ${request}`);
    // A role's credentials can be fetched anew, once for each call; those that were given can't.
    const fetched = last.account !== ownAccount && !last.action.startsWith('sts:');
    const ranOut = (call: TracedCall | undefined): boolean => call?.struck.join() === 'expire-credentials';
    // What was not believed, as while the clocks are apart, is no try of its own.
    const before = tries.filter((call) => call.believed).at(-2);
    const renewal = calls
      .slice(calls.indexOf(last))
      .find((call) => call.action === 'sts:AssumeRole' && call.account === last.account && call.believed);
    if (fetched && ranOut(last) && !ranOut(before) && (renewal?.struck.length ?? 0) === 0)
      sentences.push(`did not renew its role: ${request}`);
  }
  return sentences;
};

const withoutToken = (request: string): string =>
  request.replace(/"(?:NextToken|nextToken|Marker)":"[^"]*",?/, '').replace(/,\}/, '}');

const joinsOf = (question: Answer): ReadonlySet<string> => {
  const check = allChecks.find((one) => one.id === question.check);
  const parts = check === undefined ? [] : [...check.reads, ...check.mayRead];
  return new Set(
    parts.flatMap((part) => {
      const source = partSource(question.kind as Kind, part);
      return source.from === 'config' ? (source.joins ?? []) : [];
    }),
  );
};

/** Some of what it reads is asked in other accounts. */
const looksElsewhere = (question: Answer): boolean => {
  const check = allChecks.find((one) => one.id === question.check);
  return [...(check?.reads ?? []), ...(check?.mayRead ?? [])].some((part) => {
    const source = partSource(question.kind as Kind, part);
    return source.from === 'calls' && source.elsewhere === true;
  });
};

const isOfAnotherCloud = ({ kind }: Answer): boolean => !kind.startsWith('AWS::');

/** @param failed what {@link failedCalls} found. */
export const touchedBy = (
  failed: readonly TracedCall[],
  scenario: Scenario,
  depends: Dependences,
): ((question: Answer) => Dependence) => {
  const damaged = new Set(scenario.damaged.map(({ id }) => id));
  const damagedKinds = new Set(scenario.damaged.map(({ kind }) => kind));
  const queries = new Map<string, number>();
  const placeOf = (call: TracedCall): string => `${call.action}|${call.account}|${call.region}`;
  for (const request of new Set(failed.map((call) => call.request))) {
    const call = failed.find((one) => one.request === request);
    if (call !== undefined) queries.set(placeOf(call), (queries.get(placeOf(call)) ?? 0) + 1);
  }
  const ofSomeKinds = (call: TracedCall): boolean =>
    selects.test(call.action) &&
    call.believed &&
    (queries.get(placeOf(call)) ?? 0) < patience &&
    !call.struck.includes('deny');

  const touches = (call: TracedCall, question: Answer): boolean => {
    const { action } = call;
    if (everything.test(action)) return true;
    // A listing that broke off halfway is not made whole from the credential report, which would do without it.
    if (action === 'iam:GetAccountAuthorizationDetails' && question.kind === 'AWS::IAM::User') {
      return call.account === question.account;
    }
    const joins = joinsOf(question);
    const reachesOut = joins.size > 0 || looksElsewhere(question);
    const apart = !action.includes('Aggregat') && call.account !== question.account;
    if (accountWide.test(action)) return !apart || reachesOut;
    const elsewhere =
      apart ||
      (action.startsWith('config:') &&
        !action.includes('Aggregat') &&
        question.region !== 'global' &&
        question.region !== call.region);
    if (
      ofSomeKinds(call) &&
      !call.kinds.includes(question.kind) &&
      !call.kinds.some((kind) => joins.has(kind))
    )
      return false;
    if (elsewhere) return reachesOut && depends.elsewhere(action, question) !== 'none';
    return depends.of(action, question) !== 'none' || depends.elsewhere(action, question) !== 'none';
  };

  return (question) => {
    // Another cloud's: its checks declare nothing of AWS.
    if (isOfAnotherCloud(question)) return 'none';
    if (damaged.has(question.id)) return 'may-need';
    const joins = joinsOf(question);
    if ([...damagedKinds].some((kind) => joins.has(kind))) return 'may-need';
    return failed.some((call) => touches(call, question)) ? 'may-need' : 'none';
  };
};
