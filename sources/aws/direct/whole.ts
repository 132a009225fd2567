/** A list that hangs on one resource: the things of an API, the aliases of a function. */

import { TokenLoop } from '#sources/token-loop.ts';
import type { Outcome } from '../clients.ts';
import { malformed } from '../estate.ts';
import type { Action, InputOf, OutputOf } from '../operations.ts';
import type { DirectPlace } from './kind.ts';

/**
 * An API has 300 resources or routes and 10 stages unless its quotas were raised, a function some aliases: a page after this
 * many is not believed.
 */
const maxPages = 100;

/** Every page of it, or why it is not whole. */
export const whole = async <A extends Action, T>(
  action: A,
  place: DirectPlace,
  input: (token: string | undefined) => InputOf<A>,
  read: (output: OutputOf<A>) => {
    readonly rows: readonly T[] | undefined;
    readonly next: string | undefined;
  },
): Promise<Outcome<readonly T[]>> => {
  const all: T[] = [];
  const loop = new TokenLoop();
  let token: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await place.call(action, input(token));
    if (!answer.ok) return answer;
    const { rows, next } = read(answer.value);
    if (!Array.isArray(rows)) return malformed(action, 'the answer holds no list');
    all.push(...(rows as readonly T[]));
    if (next === undefined || next === '') return { ok: true, value: all };
    if (loop.closes(next)) break;
    token = next;
  }
  return malformed(action, 'the pages do not end');
};
