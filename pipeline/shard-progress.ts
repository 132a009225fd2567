/** How far a shard came before its run was killed. */
import type { CoverageRow } from '#model/coverage.ts';
import type { QuestionCounts, ShardEntry } from '#model/scan.ts';
import type { StoreDriver } from '#store/driver.ts';
import { isUnreadable } from './read-scan.ts';
import type { LoggedEvent } from './shard-log.ts';
import { logKey, readShardFile } from './shard-log.ts';
import type { ShardRuns } from './shard-rows.ts';

/** A shard that was judged to its end. */
export interface FinishedShard {
  readonly entry: ShardEntry;
  readonly runs: ShardRuns;
  readonly counts: readonly (readonly [string, QuestionCounts])[];
  /** Its gaps, for the judge that all shards share. */
  readonly gaps: readonly CoverageRow[];
  readonly failure?: string;
}

/** An unfinished shard: the files of its log that end with a checkpoint, and where the source goes on after them. */
export interface ReachedShard {
  readonly files: number;
  readonly cursor: string;
}

const doneKey = (key: string): string => `${key}/done`;

export const writeFinished = async (store: StoreDriver, key: string, shard: FinishedShard): Promise<void> => {
  await store.write(doneKey(key), Buffer.from(`${JSON.stringify(shard)}\n`));
};

/** What the store holds of the shards of a run that was killed; listed once. */
export class EarlierShards {
  readonly #store: StoreDriver;
  readonly #keys: ReadonlySet<string>;

  private constructor(store: StoreDriver, keys: ReadonlySet<string>) {
    this.#store = store;
    this.#keys = keys;
  }

  static open(store: StoreDriver, prefix: string): Promise<EarlierShards> {
    return EarlierShards.under(store, `${prefix}/shards/`);
  }

  /** @param folder that the files of the shards lie below; with its slash. */
  static async under(store: StoreDriver, folder: string): Promise<EarlierShards> {
    return new EarlierShards(store, new Set(await store.list(folder)));
  }

  async finished(key: string): Promise<FinishedShard | undefined> {
    if (!this.#keys.has(doneKey(key))) return undefined;
    const bytes = await this.#store.read(doneKey(key));
    try {
      // Written whole or not at all, by a process that was asked the same and has the same version.
      return JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as FinishedShard;
    } catch {
      // Damaged: the shard goes on from its log as if this were not there.
      return undefined;
    }
  }

  /** Undefined where nothing of it can be used: then it starts over. */
  async reached(key: string): Promise<ReachedShard | undefined> {
    let files = 0;
    while (this.#keys.has(logKey(key, files))) files += 1;
    for (; files > 0; files -= 1) {
      const last = await this.#lastEvent(key, files - 1);
      if (last?.type === 'checkpoint') return { files, cursor: last.cursor };
    }
    return undefined;
  }

  /**
   * Deletes a shard's files from this one on, so that none of an earlier reading follows those of the next. The last
   * goes first: what is left is at any time the beginning of one reading.
   */
  async forget(key: string, from: number): Promise<void> {
    const prefix = logKey(key, '');
    // Listed anew: this process may have gone on for a while before it starts over.
    const files = (await this.#store.list(prefix)).map((file) => Number(file.slice(prefix.length)));
    for (const file of files.filter((each) => each >= from).sort((a, b) => b - a)) {
      await this.#store.delete(logKey(key, file));
    }
  }

  async #lastEvent(key: string, file: number): Promise<LoggedEvent | undefined> {
    let last: LoggedEvent | undefined;
    try {
      for await (const event of readShardFile(this.#store, key, file)) last = event;
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      return undefined;
    }
    return last;
  }
}
