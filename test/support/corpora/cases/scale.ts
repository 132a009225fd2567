/** Questions about what a long reading does when it is slowed down or thrown out half-way. */
import type { PlainAdapter } from '../contract.ts';
import { objectsIn } from '../input.ts';
import { failureOf } from './errors.ts';
import { foreignFailure } from './refused.ts';

export const askScale: PlainAdapter = ({ provider, input }) => {
  if (provider === 'aws') {
    const failed = [...objectsIn(input)]
      .map((holder) => failureOf(holder, ''))
      .find((failure) => failure?.absent === false);
    if (failed === undefined) return undefined;
    if (failed.sorted.expired) return { verdict: 'refresh-or-unknown' };
    return failed.sorted.transient ? { verdict: 'backoff' } : undefined;
  }
  if (provider !== 'azure' && provider !== 'gcp') return undefined;
  return foreignFailure(provider, input)?.transient === true ? { verdict: 'backoff' } : undefined;
};
