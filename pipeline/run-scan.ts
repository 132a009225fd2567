/**
 * One scan, from the plan to the commit. Everything is written under the scan's own name first; it is there for
 * readers once the next numbered manifest is created, which of several scans that end at once only one can do. The
 * others compare anew, with the one that was faster, and take the number after it.
 */
import { randomBytes } from 'node:crypto';
import { renamedChecks } from '#engine/renamed-checks.ts';
import { compareText } from '#model/resource.ts';
import type { Manifest } from '#model/scan.ts';
import { cleanUp } from './clean-up.ts';
import type { Compared } from './compare.ts';
import { compareScan } from './compare.ts';
import { findPrevious } from './find-previous.ts';
import type { EstateRun, JudgedEstate } from './judge-estate.ts';
import { judgeEstate } from './judge-estate.ts';
import { encodeManifest, manifestKey } from './manifests.ts';
import { checksInScope } from './plan-scan.ts';
import { PreviousUnreadableError } from './previous-ledger.ts';
import { readerOf } from './read-scan.ts';
import { RunProgress } from './run-progress.ts';
import { manifestOf } from './scan-manifest.ts';
import type { ScanOptions, ScanOutcome } from './scan-options.ts';
import { oldestKeptScan } from './tombstones.ts';

interface Run extends EstateRun {
  /**
   * True once a manifest may name this scan's files: a write that failed does not say that nothing was written. From
   * then on the files stay, since a reader may hold them; orphans cost space, half a scan costs trust.
   */
  manifestMayExist: boolean;
}

/**
 * Rejects, with nothing committed and earlier scans as they were, when the store can't be written, the signal aborts,
 * or the only source can't be planned. What a cloud refuses is not an error: it is in the coverage.
 */
export const runScan = async (options: ScanOptions): Promise<ScanOutcome> => {
  const startedAt = options.now();
  const id = runId(startedAt);
  const run: Run = {
    options,
    startedAt,
    id,
    prefix: `scans/${id}`,
    checks: checksInScope(options.checks, options.scope.kinds).toSorted((a, b) => compareText(a.id, b.id)),
    signal: options.signal ?? new AbortController().signal,
    progress: new RunProgress(options.sources, options.onProgress ?? (() => undefined)),
    manifestMayExist: false,
  };
  try {
    run.signal.throwIfAborted();
    run.progress.tell({ type: 'started', run: id });
    const judged = await judgeEstate(run);
    const manifest = await commit(run, judged);
    run.progress.tell({ type: 'committed', number: manifest.number });
    await cleanUp(options.store, `${run.prefix}/shards/`, (key) => isKept.test(key));
    return { manifest, reader: readerOf(options.store, manifest) };
  } catch (error) {
    if (!run.manifestMayExist) await cleanUp(options.store, `${run.prefix}/`);
    throw error;
  }
};

/**
 * A shard's own fails and what it judged stay with the scan; what is merged from them, and what is in the merged files
 * whole, does not.
 */
const isKept = /\/shards\/\d+\/(fails|parts)-\d+$/;

/** Sorts by time, and two runs of one second differ. */
const runId = (at: Date): string =>
  `${at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')}-${randomBytes(4).toString('hex')}`;

const commit = async (run: Run, judged: JudgedEstate): Promise<Manifest> => {
  const { options, signal, progress } = run;
  const { store } = options;
  /** Scans that are damaged: named in the manifest, and passed over. */
  const damaged = new Map<number, string>();
  for (;;) {
    signal.throwIfAborted();
    const { next, previous, notices } = await findPrevious(store, options.estate, damaged);
    const finishedAt = options.now();
    progress.tell({ type: 'comparing', with: previous?.number ?? 0 });
    let compared: Compared;
    try {
      compared = await compareScan({
        store,
        prefix: run.prefix,
        runs: judged.runs,
        gathered: judged.gathered,
        previous,
        number: next,
        now: finishedAt,
        checks: run.checks,
        renamed: renamedChecks(options.catalogue ?? options.checks),
        exceptions: options.exceptions,
        oldestTombstone: await oldestKeptScan(store, finishedAt),
        version: options.version,
      });
    } catch (error) {
      if (!(error instanceof PreviousUnreadableError)) throw error;
      damaged.set(error.number, error.message);
      progress.tell({ type: 'notice', text: error.message });
      continue;
    }
    const manifest = manifestOf(run, judged, compared, {
      number: next,
      comparedWith: previous?.number ?? 0,
      finishedAt,
      notices,
    });
    signal.throwIfAborted();
    run.manifestMayExist = true;
    if (await store.createIfAbsent(manifestKey(next), encodeManifest(manifest))) return manifest;
    run.manifestMayExist = false;
    progress.tell({ type: 'overtaken', by: next });
  }
};
