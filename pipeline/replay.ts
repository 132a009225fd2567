/**
 * Judges a scan's stored parts again with today's checks, without a cloud. Everything is done as the scan did it, from
 * the plan to the comparison with the scan before, and written beside the store: nothing of it is committed.
 */

import { needsOf } from '#engine/plan.ts';
import { renamedChecks } from '#engine/renamed-checks.ts';
import type { Check } from '#model/check.ts';
import type { Finding } from '#model/finding.ts';
import { joinFindings } from '#model/join-findings.ts';
import { compareText } from '#model/resource.ts';
import type { Manifest, ScanReader } from '#model/scan.ts';
import type { StoreDriver } from '#store/driver.ts';
import { overlayStore } from '#store/overlay.ts';
import { checkHash } from './check-hash.ts';
import { compareScan } from './compare.ts';
import type { JudgedEstate } from './judge-estate.ts';
import { checksAsked, judgeEstate } from './judge-estate.ts';
import { readManifest } from './manifests.ts';
import { checksInScope } from './plan-scan.ts';
import { previousLedger } from './previous-ledger.ts';
import { readerOf } from './read-scan.ts';
import { RunProgress } from './run-progress.ts';
import { manifestOf } from './scan-manifest.ts';
import type { ScanOptions } from './scan-options.ts';
import { readPlan } from './stored-plan.ts';
import { storedSources } from './stored-source.ts';
import { oldestKeptScan } from './tombstones.ts';

export interface ReplayOptions
  extends Pick<
    ScanOptions,
    'checks' | 'catalogue' | 'store' | 'exceptions' | 'expectedUnknowns' | 'ownerTags' | 'version' | 'signal'
  > {
  readonly manifest: Manifest;
  /** An empty store for what is written on the way; the caller removes it. */
  readonly scratch: StoreDriver;
}

/** How a check of today stands to those of the scan. */
export type CheckChange =
  | { readonly change: 'added' | 'removed' | 'changed'; readonly check: string }
  | { readonly change: 'renamed'; readonly check: string; readonly before: string };

/** What another version says otherwise. It is changed by version: neither new nor resolved. */
export interface Flip {
  /**
   * `fails`: no finding then. `passes`: a finding then, and today's check has nothing against it. `unknown`: a finding
   * then, and today's check has no answer. `removed`: its check is gone. `severity`: a finding in both.
   */
  readonly type: 'fails' | 'passes' | 'unknown' | 'removed' | 'severity';
  /** As today has it where it fails, else as the scan had it. */
  readonly finding: Finding;
  readonly before?: Finding['severity'];
}

export interface Replay {
  /** As the scan would be if it were judged today; its files lie in the scratch store. */
  readonly reader: ScanReader;
  readonly checks: readonly CheckChange[];
  /** In ledger order; each call streams anew. */
  flips(): AsyncIterable<Flip>;
}

/** The scan was made by a version that kept no parts. */
export class NoPartsError extends Error {
  override readonly name = 'NoPartsError';
}

/** @throws NoPartsError, CorruptFileError, NewerFormatError, MissingKeyError */
export const replayScan = async (options: ReplayOptions): Promise<Replay> => {
  const { manifest, scratch, version } = options;
  if (manifest.files.parts === undefined) {
    throw new NoPartsError(
      `scan ${manifest.number} can't be judged again: it was made by Plumbline ${manifest.plumbline}, which kept no parts; scans that are made now can`,
    );
  }
  const store = overlayStore(options.store, scratch);
  const checks = checksInScope(options.checks, manifest.scope.kinds).toSorted((a, b) =>
    compareText(a.id, b.id),
  );
  const renamed = renamedChecks(options.catalogue ?? options.checks);
  const plan = await readPlan(store, manifest.files.parts);
  const sources = storedSources(store, manifest, plan, needsOf(checks));
  const startedAt = new Date(manifest.startedAt);
  const finishedAt = new Date(manifest.finishedAt);
  const run = {
    options: {
      ...options,
      store,
      sources,
      estate: manifest.estate,
      scope: manifest.scope,
      accountNames: manifest.accountNames,
      origins: { configuration: manifest.configuration, exceptions: manifest.exceptions },
      now: () => finishedAt,
      concurrency: 1,
    },
    startedAt,
    id: manifest.run,
    prefix: `replay/${manifest.run}`,
    checks,
    signal: options.signal ?? new AbortController().signal,
    progress: new RunProgress(sources, () => undefined),
    logged: false,
    baselines: manifest.baselines ?? [],
    partsOf: manifest.shards,
  };
  const judged = await judgeEstate(run);
  const previous = manifest.comparedWith === 0 ? undefined : await readManifest(store, manifest.comparedWith);
  const compared = await compareScan({
    store,
    prefix: run.prefix,
    runs: judged.runs,
    gathered: judged.gathered,
    previous,
    number: manifest.number,
    now: finishedAt,
    checks: checksAsked(checks, judged),
    renamed,
    exceptions: options.exceptions,
    oldestTombstone: await oldestKeptScan(store, finishedAt),
    version,
  });
  const position = { number: manifest.number, comparedWith: manifest.comparedWith, finishedAt, notices: [] };
  const today = readerOf(store, manifestOf(run, judged, compared, position));
  return {
    reader: today,
    checks: checkChanges(manifest, checksAsked(checks, judged), renamed),
    flips: () =>
      flipsOf(previousLedger(store, manifest, renamed, `${run.prefix}/flips`), today, checks, judged),
  };
};

const checkChanges = (
  manifest: Manifest,
  checks: readonly Check[],
  renamed: ReadonlyMap<string, string>,
): readonly CheckChange[] => {
  const ids = new Set(checks.map(({ id }) => id));
  const ran = new Map<string, string>();
  for (const id of Object.keys(manifest.checkHashes)) {
    const today = renamed.get(id) ?? id;
    if (!ran.has(today) || today === id) ran.set(today, id);
  }
  const changes: CheckChange[] = [];
  for (const check of checks) {
    const before = ran.get(check.id);
    if (before === undefined) changes.push({ change: 'added', check: check.id });
    else if (before !== check.id) changes.push({ change: 'renamed', check: check.id, before });
    else if (manifest.checkHashes[before] !== checkHash(check)) {
      changes.push({ change: 'changed', check: check.id });
    }
  }
  for (const [today, id] of ran) if (!ids.has(today)) changes.push({ change: 'removed', check: id });
  return changes.sort((a, b) => compareText(a.check, b.check));
};

async function* flipsOf(
  then: AsyncIterable<Finding>,
  today: ScanReader,
  checks: readonly Check[],
  judged: JudgedEstate,
): AsyncGenerator<Flip> {
  const ids = new Set(checks.map(({ id }) => id));
  const { number } = today.manifest;
  const failed = (row: Finding | undefined): row is Finding =>
    row !== undefined && row.state !== 'resolved' && row.judgedScan === number;
  for await (const [before, after] of joinFindings(then, today.findings())) {
    if (failed(before) && failed(after)) {
      if (before.severity !== after.severity) {
        yield { type: 'severity', finding: after, before: before.severity };
      }
    } else if (failed(after)) yield { type: 'fails', finding: after };
    else if (failed(before)) {
      const type = !ids.has(before.check)
        ? 'removed'
        : judged.gathered.unknowns.isUnknown(before)
          ? 'unknown'
          : 'passes';
      yield { type, finding: before };
    }
  }
}
