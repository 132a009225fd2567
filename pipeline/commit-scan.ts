/**
 * Makes a judged scan one that readers see: it is compared with the last one, and the next numbered manifest is created,
 * which of several scans that end at once only one can do. The others compare anew, with the one that was faster.
 */
import { renamedChecks } from '#engine/renamed-checks.ts';
import type { Manifest } from '#model/scan.ts';
import { committedAs } from './committed.ts';
import type { Compared } from './compare.ts';
import { compareScan } from './compare.ts';
import { findPrevious } from './find-previous.ts';
import type { EstateRun, JudgedEstate } from './judge-estate.ts';
import { checksAsked } from './judge-estate.ts';
import { encodeManifest, manifestKey } from './manifests.ts';
import { PreviousUnreadableError } from './previous-ledger.ts';
import { manifestOf } from './scan-manifest.ts';
import { oldestKeptScan } from './tombstones.ts';

/**
 * Resolves to the manifest of this run; where another process has committed the same run in the meantime, to that one.
 *
 * @param mayExist told true before the manifest is created, and false again where it was not.
 */
export const commitScan = async (
  run: EstateRun,
  judged: JudgedEstate,
  mayExist: (may: boolean) => void,
): Promise<Manifest> => {
  const { options, signal, progress } = run;
  const { store } = options;
  /** Scans that are damaged: named in the manifest, and passed over. */
  const damaged = new Map<number, string>();
  for (;;) {
    signal.throwIfAborted();
    await run.confirm?.();
    const { next, previous, notices } = await findPrevious(store, options.estate, damaged);
    // After the number was chosen: whatever is committed from here on takes it.
    const own = await committedAs(store, run.id, run.startedAt);
    if (own !== undefined) return own;
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
        checks: checksAsked(run.checks, judged),
        renamed: renamedChecks(options.catalogue ?? options.checks),
        exceptions: options.exceptions,
        ...(options.attestations === undefined ? {} : { attestations: options.attestations }),
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
    await run.confirm?.();
    mayExist(true);
    if (await store.createIfAbsent(manifestKey(next), encodeManifest(manifest))) return manifest;
    mayExist(false);
    progress.tell({ type: 'overtaken', by: next });
  }
};
