/**
 * Judges what the last scan saw with the checks that have changed since. Where they say of it what they say now, the
 * difference to the last scan is the new version's doing and not the estate's.
 */
import { Judge } from '#engine/judge.ts';
import type { Rejudged } from '#engine/lifecycle.ts';
import { UnknownView } from '#engine/lifecycle-view.ts';
import { planChecks } from '#engine/plan.ts';
import type { Check } from '#model/check.ts';
import type { FailRow } from '#model/finding.ts';
import { compareFindings } from '#model/finding.ts';
import { known } from '#model/reading.ts';
import type { Manifest } from '#model/scan.ts';
import type { StoreDriver } from '#store/driver.ts';
import { checkHash } from './check-hash.ts';
import { isUnreadable } from './read-scan.ts';
import { readShardLog } from './shard-log.ts';
import { mergeRuns, SortedRuns } from './sorted-runs.ts';
import { readPlan } from './stored-plan.ts';

export interface RejudgeOptions {
  readonly store: StoreDriver;
  /** Of the scan that is being made: sorted runs are written there. */
  readonly prefix: string;
  readonly previous: Manifest | undefined;
  readonly checks: readonly Check[];
  /** Earlier id of a check → today's. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly version: string;
}

export interface LastTime {
  /** Each call streams anew; undefined where nothing changed, or nothing was kept to judge again. */
  readonly rejudged?: () => Rejudged;
  readonly notices: readonly string[];
}

/**
 * Checks that ran then and are another now. A check's hash does not cover the reasoning that it imports, which is in
 * Plumbline's version: with another version each is another.
 */
export const changedChecks = (
  checks: readonly Check[],
  previous: Pick<Manifest, 'plumbline' | 'checkHashes'>,
  renamed: ReadonlyMap<string, string>,
  version: string,
): readonly Check[] => {
  const then = new Map<string, string>();
  for (const [id, hash] of Object.entries(previous.checkHashes)) {
    const today = renamed.get(id);
    if (today === undefined) then.set(id, hash);
    else if (!then.has(today)) then.set(today, hash);
  }
  return checks.filter((check) => {
    const hash = then.get(check.id);
    // It is answered anew by comparing, whatever is said of it.
    if (check.compares !== undefined) return false;
    return hash !== undefined && (previous.plumbline !== version || hash !== checkHash(check));
  });
};

export const rejudgePrevious = async (options: RejudgeOptions): Promise<LastTime> => {
  const { previous, checks, renamed, version } = options;
  if (previous === undefined) return { notices: [] };
  const changed = changedChecks(checks, previous, renamed, version);
  if (changed.length === 0) return { notices: [] };
  const cannotTell = (why: string): LastTime => ({
    notices: [
      `${changed.length === 1 ? 'One check is' : `${changed.length} checks are`} not as in scan ${previous.number}, ${why}: what differs by that counts as new, worse or resolved`,
    ],
  });
  const { parts } = previous.files;
  if (parts === undefined) return cannotTell('which kept no parts to judge again');
  try {
    return { rejudged: await rejudge(options, { ...previous, parts }, changed), notices: [] };
  } catch (error) {
    // The ledger may be sound all the same, and it is what the comparison stands on.
    if (!isUnreadable(error)) throw error;
    return cannotTell(`whose parts can't be read (${error.message})`);
  }
};

const rejudge = async (
  { store, prefix }: RejudgeOptions,
  previous: Manifest & { readonly parts: string },
  changed: readonly Check[],
): Promise<() => Rejudged> => {
  const plan = planChecks(changed);
  const { sources } = await readPlan(store, previous.parts);
  const trust = new Map(
    sources.flatMap((source) =>
      'plan' in source ? source.plan.shards.map(({ name }) => [name, source.plan.trust] as const) : [],
    ),
  );
  const fails = new SortedRuns<FailRow>(store, `${prefix}/shards/rejudged`, compareFindings);
  const unknowns = new UnknownView();
  for (const shard of previous.shards) {
    const boundary = trust.get(shard.name);
    if (boundary === undefined) continue;
    const judge = new Judge({ plan, analyses: { trust: known(boundary) }, onFail: (row) => fails.push(row) });
    for await (const event of readShardLog(store, shard.key, shard.parts ?? 0)) {
      if (event.type === 'resource') judge.judge(event.resource);
      await fails.settle();
    }
    for (const row of judge.unknowns()) unknowns.add(row);
  }
  const runs = await fails.end();
  const on = new Map(changed.map((check) => [check.id, new Set<string>(check.on)]));
  return () => ({
    fails: mergeRuns<FailRow>(store, runs, compareFindings, `${prefix}/shards/rejudged`),
    answered: (finding) =>
      on.get(finding.check)?.has(finding.kind) === true &&
      // Only what that scan itself judged is among its parts.
      finding.judgedScan === previous.number &&
      !unknowns.isUnknown(finding),
  });
};
