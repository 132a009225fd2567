import { unread } from '#model/reading.ts';
import type { ShardTools } from '../shard-tools.ts';

export const notAsked = unread('unsupported', undefined, 'no check that runs looks at it');

/** Without a plan of this process every part is needed. */
export const isNeeded = (tools: ShardTools, kind: string, part: string, kinds: readonly string[]): boolean =>
  kinds.includes(kind) && (tools.needs === undefined || tools.needs.get(kind)?.has(part) === true);
