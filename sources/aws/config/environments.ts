/**
 * Environment variables of functions, which AWS Config does not record: Lambda's list tells of those of a region in bulk,
 * 50 functions a page. Complete, or not read at all.
 */
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import { directKind } from '../direct/kinds.ts';
import type { DirectReader } from '../direct/reader.ts';
import { unreadGap } from '../recorders.ts';
import { notReadable } from '../routing.ts';

export const lambdaKind = 'AWS::Lambda::Function';
export const environmentPart = 'environmentSecrets';

/** Function ARN → what is in its variables. */
type Environments = ReadonlyMap<string, Reading<unknown>>;

export const readEnvironments = async (
  reader: DirectReader,
  account: string,
  region: string,
  signal: AbortSignal,
): Promise<Reading<Environments>> => {
  const kind = directKind(lambdaKind);
  if (kind === undefined) return unreadGap(notReadable);
  const found = new Map<string, Reading<unknown>>();
  for await (const event of reader.pages(kind, account, region, 'list', undefined, signal)) {
    if (event.type === 'failed') return unreadGap(event.gap);
    for (const { resource } of event.resources) {
      const reading = resource.parts[environmentPart];
      if (reading !== undefined) found.set(resource.id, reading);
    }
  }
  return known(found);
};

/** AWS Config may know a function that was deleted meanwhile, or one that is newer than the list. */
export const environmentOf = (environments: Reading<Environments>, id: string): Reading<unknown> =>
  environments.known
    ? (environments.value.get(id) ??
      unread('stale', 'lambda:ListFunctions', 'Lambda does not list the function that AWS Config has'))
    : environments;
