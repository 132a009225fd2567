/** Which calls went without an answer in the end, from what struck each of their tries. */
import type { FaultEffect, TracedCall } from '#sandbox/contract.ts';
import { quick, type Scenario } from './scenario.ts';

type Effect = FaultEffect['type'];

/** `this-try`: the next one may go better. */
export type Harm = 'no' | 'this-try' | 'for-good';

/** After these an answer is still whole. */
const harmless: ReadonlySet<Effect> = new Set<Effect>([
  'empty-page',
  'overlap',
  'omit',
  'set-field',
  'change',
  'quota-used',
]);

/** Another try must be made after these. */
const transient: ReadonlySet<Effect> = new Set<Effect>(['throttle', 'error', 'reset', 'hang']);

export const harmOf = (
  call: TracedCall,
  { timeout, unreadable }: Pick<Scenario, 'timeout' | 'unreadable'>,
): Harm => {
  const effects = call.struck.filter((effect) => {
    if (effect === 'slow') return timeout <= quick;
    return effect === 'set-field' ? unreadable : !harmless.has(effect);
  });
  // A page token that is not taken, or a moment that is not: what comes of an earlier fault.
  if (call.status === 400) return 'for-good';
  if (effects.length === 0) return 'no';
  return effects.every((effect) => effect === 'slow' || isTransient(effect, call)) ? 'this-try' : 'for-good';
};

/** An error that is the caller's own is told each time. */
const isTransient = (effect: Effect, { status }: TracedCall): boolean =>
  transient.has(effect) && (effect !== 'error' || status >= 500);

type Tried = Pick<Scenario, 'attempts' | 'timeout' | 'unreadable'>;

/** One that no other try mends, as many in a row as are made, or the last of its request. */
export const failedTries = (calls: readonly TracedCall[], scenario: Tried): readonly TracedCall[] => {
  const failed: TracedCall[] = [];
  for (const same of Map.groupBy(calls, (call) => call.request).values()) {
    let inARow = 0;
    for (const [index, call] of same.entries()) {
      const harm = harmOf(call, scenario);
      inARow = harm === 'no' ? 0 : inARow + 1;
      const most = harm === 'for-good' ? 1 : scenario.attempts;
      if (inARow >= most || (harm !== 'no' && index === same.length - 1)) failed.push(call);
    }
  }
  return failed;
};

/** Requests that were given up although there were tries left, and no reason of another kind. */
export const earlyEnds = (calls: readonly TracedCall[], scenario: Tried): readonly string[] => {
  const sentences: string[] = [];
  const { attempts } = scenario;
  for (const [request, tries] of Map.groupBy(calls, (call) => call.request)) {
    const row = tries.slice(tries.findLastIndex((call) => harmOf(call, scenario) === 'no') + 1);
    // A slow body may well have arrived in time: nothing is known of such a try.
    const mends = row.every(
      (call) => call.struck.length > 0 && call.struck.every((effect) => isTransient(effect, call)),
    );
    if (row.length > 0 && row.length < attempts && mends)
      sentences.push(`gave up after ${row.length} of ${attempts} tries: ${request.slice(0, 300)}`);
  }
  return sentences;
};
