/**
 * What a shard's source handed over, in its order: each resource with the parts that some check may look at, coverage,
 * checkpoints. It is what a later version judges again, and what a scan that was killed goes on from.
 */
import type { Resource } from '#model/resource.ts';
import type { SourceEvent } from '#model/source.ts';
import { readRows, writeLines } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';

export type LoggedEvent =
  | SourceEvent
  /** The read broke off here; `failure` is what the source threw. */
  | { readonly type: 'broken'; readonly failure: string };

/** Kind → parts that are kept; of a kind that no check is on, only who it is. */
export type KeptParts = ReadonlyMap<string, readonly string[]>;

/** Characters held by one log, of which each shard that is being read has one. */
const mostHeld = 2 * 1024 * 1024;

/** Checkpoints between two files: an interrupted shard reads so many pages again at most. */
export const checkpointsPerFile = 20;

export interface ShardLogOptions {
  readonly store: StoreDriver;
  /** Key prefix of the shard. */
  readonly prefix: string;
  readonly kept: KeptParts;
  /** Number of the first file; those before it hold what was handed over before an interruption. */
  readonly first?: number;
  readonly checkpointsPerFile?: number;
}

/** A file ends at a checkpoint, or where enough is held; whoever goes on takes those up to the last checkpoint. */
export class ShardLog {
  readonly #options: ShardLogOptions;
  readonly #every: number;
  #files: number;
  #lines: string[] = [];
  #size = 0;
  #checkpoints = 0;

  constructor(options: ShardLogOptions) {
    this.#options = options;
    this.#every = options.checkpointsPerFile ?? checkpointsPerFile;
    this.#files = options.first ?? 0;
  }

  /** Does not wait for the disk: call {@link settle} after each event. */
  push(event: LoggedEvent): void {
    const logged: LoggedEvent =
      event.type === 'resource'
        ? { type: 'resource', resource: keptOf(event.resource, this.#options.kept) }
        : event;
    const line = JSON.stringify(logged);
    this.#lines.push(line);
    this.#size += line.length;
    if (event.type === 'checkpoint') this.#checkpoints += 1;
  }

  /** Writes a file when it is time for one. */
  async settle(): Promise<void> {
    if (this.#size >= mostHeld || this.#checkpoints >= this.#every) await this.#flush();
  }

  /** Writes what is left; resolves to the number of files. */
  async end(): Promise<number> {
    if (this.#lines.length > 0) await this.#flush();
    return this.#files;
  }

  async #flush(): Promise<void> {
    const lines = this.#lines;
    this.#lines = [];
    this.#size = 0;
    this.#checkpoints = 0;
    await writeLines(this.#options.store, logKey(this.#options.prefix, this.#files), lines);
    this.#files += 1;
  }
}

/** Of one file; of `''` what the keys of all begin with. */
export const logKey = (prefix: string, file: number | ''): string => `${prefix}/parts-${file}`;

const keptOf = (resource: Resource, kept: KeptParts): Resource => {
  const { provider, account, region, kind, id, name, observedAt } = resource;
  const names = kept.get(kind);
  if (names === undefined) {
    return { provider, account, region, kind, id, name, tags: {}, observedAt, parts: {} };
  }
  const parts: Record<string, Resource['parts'][string]> = {};
  for (const part of names) {
    const reading = Object.hasOwn(resource.parts, part) ? resource.parts[part] : undefined;
    if (reading !== undefined) parts[part] = reading;
  }
  return {
    provider,
    account,
    region,
    kind,
    id,
    name,
    tags: resource.tags,
    ...(resource.tagsUnread === true ? { tagsUnread: true } : {}),
    observedAt,
    parts,
  };
};

/**
 * The events of the first so many files.
 *
 * @throws CorruptFileError, NewerFormatError, MissingKeyError
 */
export async function* readShardLog(
  store: StoreDriver,
  prefix: string,
  files: number,
): AsyncGenerator<LoggedEvent> {
  for (let file = 0; file < files; file += 1) yield* readShardFile(store, prefix, file);
}

export async function* readShardFile(
  store: StoreDriver,
  prefix: string,
  file: number,
): AsyncGenerator<LoggedEvent> {
  for await (const event of readRows<LoggedEvent>(store, logKey(prefix, file))) {
    yield event.type === 'resource' ? { type: 'resource', resource: revived(event.resource) } : event;
  }
}

/** A tag may be named `__proto__` or `constructor`: as a source hands them over, tags have no prototype. */
const revived = (resource: Resource): Resource => ({
  ...resource,
  tags: Object.assign(Object.create(null) as Record<string, string>, resource.tags),
});
