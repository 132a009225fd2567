/** Deletes what scans left behind that were killed and that nobody went on with. */
import type { StoreDriver } from '#store/driver.ts';
import { manifestNumbers, readManifest } from './manifests.ts';
import { lastOwner, readRun, runFolder } from './unfinished-runs.ts';

export interface Swept {
  /** Runs of which all was deleted. */
  readonly runs: readonly string[];
  readonly files: number;
  /** Runs without a manifest that were left: younger than a day, or of an age that can't be told. */
  readonly left: readonly string[];
}

/** A run that shows a sign of life within so many milliseconds may still be at work, or be resumed. */
const youngest = 24 * 60 * 60 * 1000;

/**
 * @throws CorruptFileError, NewerFormatError for a manifest that can't be read: what it names is not known then, so
 *   nothing is deleted.
 */
export const sweepRuns = async (store: StoreDriver, now: Date): Promise<Swept> => {
  const runs = new Map<string, string[]>();
  for (const folder of ['scans/', 'runs/']) {
    for (const key of await store.list(folder)) {
      const run = key.split('/')[1] ?? '';
      const keys = runs.get(run);
      if (keys === undefined) runs.set(run, [key]);
      else keys.push(key);
    }
  }
  // After the files: what is committed in between is seen.
  const committed = new Set<string>();
  for (const number of await manifestNumbers(store)) committed.add((await readManifest(store, number)).run);
  const swept: string[] = [];
  const left: string[] = [];
  let files = 0;
  for (const [run, keys] of runs) {
    // Of a committed one only the mark that it was under way may have stayed.
    const orphans = committed.has(run) ? keys.filter((key) => key.startsWith(runFolder(run))) : keys;
    if (orphans.length === 0) continue;
    if (!committed.has(run)) {
      const seen = await lastSeen(store, run);
      if (seen === undefined || now.getTime() - seen < youngest) {
        left.push(run);
        continue;
      }
      swept.push(run);
    }
    for (const key of orphans) await store.delete(key);
    files += orphans.length;
  }
  return { runs: swept, files, left };
};

const began = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-/;

/** Milliseconds since 1970; undefined where neither its marks nor its name tell. */
const lastSeen = async (store: StoreDriver, run: string): Promise<number | undefined> => {
  const record = await readRun(store, run);
  const { mark } = await lastOwner(store, run);
  const [, year, month, day, hour, minute, second] = began.exec(run) ?? [];
  const named = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const times = [named, Date.parse(record?.startedAt ?? ''), Date.parse(mark?.at ?? '')].filter(
    Number.isFinite,
  );
  return times.length === 0 ? undefined : Math.max(...times);
};
