/** Shards of kinds that are read from their own services: of one region, or of an account's kinds without one. */
import type { CoverageRow } from '#model/coverage.ts';
import { compareText } from '#model/resource.ts';
import type { ReadOptions, Shard, SourceEvent } from '#model/source.ts';
import { provenEmpty } from '../config/emptiness.ts';
import { gapRow, readRow } from '../coverage-rows.ts';
import { joinedParts } from '../joined-parts.ts';
import type { Gap } from '../recorders.ts';
import { directRoute, notReadable } from '../routing.ts';
import type { ShardTools } from '../shard-tools.ts';
import { readDirectCursor, writeDirectCursor } from './cursor.ts';
import type { DirectKind } from './kind.ts';
import { directKind } from './kinds.ts';

export async function* readDirectly(
  tools: ShardTools,
  shard: Shard,
  { signal, cursor }: ReadOptions,
): AsyncGenerator<SourceEvent> {
  const { account, region } = shard;
  const at = cursor === undefined ? undefined : readDirectCursor(cursor);
  if (cursor !== undefined && at === undefined) {
    const gap: Gap = { state: 'unavailable', detail: 'the checkpoint can not be read' };
    for (const kind of shard.kinds)
      yield { type: 'coverage', row: gapRow(account, region, kind, gap, directRoute) };
    return;
  }
  const none = new Set(at?.none);
  const finish = joinedParts(tools, account, signal);
  const kinds = inOrder(shard.kinds);
  const first = at === undefined ? 0 : kinds.indexOf(at.kind);
  for (const [index, kind] of kinds.entries()) {
    if (index < first) continue;
    const resumed = index === first ? at : undefined;
    const reader = directKind(kind);
    if (reader === undefined) {
      yield { type: 'coverage', row: gapRow(account, region, kind, notReadable, directRoute) };
      continue;
    }
    const { emptyWithout } = reader;
    let count = resumed?.count ?? 0;
    let failed: Gap | undefined;
    const countedBy =
      resumed?.token === undefined ? await provenEmpty(tools, account, region, kind, signal) : undefined;
    if (emptyWithout !== undefined && none.has(emptyWithout.kind)) {
      yield { type: 'coverage', row: readBecause(account, region, kind, 0, emptyWithout.because) };
    } else if (countedBy !== undefined) {
      const row = readBecause(account, region, kind, 0, 'AWS Config records this kind here and counts none');
      yield { type: 'coverage', row: { ...row, route: countedBy } };
    } else {
      const pages = tools.direct.pages(reader, account, region, tools.needs, resumed?.token, signal);
      for await (const event of pages) {
        if (event.type === 'failed') {
          failed = event.gap;
          break;
        }
        for (const { resource, resourceId } of event.resources) {
          yield { type: 'resource', resource: await finish(resource, resourceId) };
        }
        count += event.resources.length;
        if (event.next === undefined) continue;
        const here = { kind, token: event.next, count, none: [...none] };
        yield { type: 'checkpoint', cursor: writeDirectCursor(here) };
      }
      yield* listed(tools, reader, shard, count, failed, signal);
    }
    if (failed === undefined && count === 0) none.add(kind);
    const next = kinds[index + 1];
    if (next !== undefined) {
      yield { type: 'checkpoint', cursor: writeDirectCursor({ kind: next, count: 0, none: [...none] }) };
    }
  }
}

async function* listed(
  tools: ShardTools,
  reader: DirectKind,
  { account, region }: Shard,
  count: number,
  failed: Gap | undefined,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  const { kind } = reader;
  if (failed !== undefined) {
    yield { type: 'coverage', row: gapRow(account, region, kind, failed, directRoute, count) };
    return;
  }
  const because = await tools.routing.because(account, region, kind, signal);
  yield { type: 'coverage', row: readBecause(account, region, kind, count, because) };
  if (count === 0) return;
  const tags = await tools.direct.tagsGap(reader, account, region, signal);
  if (tags === undefined) return;
  // No check reads tags; owners and exceptions are found by them.
  yield {
    type: 'coverage',
    row: { ...gapRow(account, region, kind, tags, directRoute, count), part: 'tags' },
  };
}

const readBecause = (
  account: string,
  region: string,
  kind: string,
  count: number,
  detail: string | undefined,
): CoverageRow => ({
  ...readRow(account, region, kind, count, directRoute),
  ...(detail === undefined ? {} : { detail }),
});

/** By name, with the kinds that others are empty without before those. */
const inOrder = (kinds: readonly string[]): readonly string[] => {
  const depends = (kind: string): boolean => {
    const needed = directKind(kind)?.emptyWithout?.kind;
    return needed !== undefined && kinds.includes(needed);
  };
  return [...kinds].sort((a, b) => Number(depends(a)) - Number(depends(b)) || compareText(a, b));
};
