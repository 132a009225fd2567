/**
 * Runs that have no manifest: those that are under way, and those that were killed. `runs/<run>/run` says what a run
 * was asked; `runs/<run>/owner-<n>` who makes it, the highest number being in charge. Both go when the run ends.
 */
import * as z from 'zod';
import { compareText } from '#model/resource.ts';
import { CorruptFileError, NewerFormatError } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';

export const runFormat = 1;

/** Who makes a run: a process on a host. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
}

export interface OwnerMark extends Owner {
  /** When it was last seen at work, ISO 8601 UTC. */
  readonly at: string;
}

export interface RunRecord {
  readonly format: 1;
  readonly run: string;
  readonly estate: string;
  readonly startedAt: string;
  /** What it was asked, by name; hashes, so that they can be compared and nothing be read from them. */
  readonly asked: Readonly<Record<string, string>>;
}

const folder = 'runs/';
export const runFolder = (run: string): string => `${folder}${run}/`;
const recordKey = (run: string): string => `${runFolder(run)}run`;
const ownerKey = (run: string, number: number): string => `${runFolder(run)}owner-${number}`;

const recordShape = z.object({
  format: z.literal(runFormat),
  run: z.string().min(1),
  estate: z.string(),
  startedAt: z.iso.datetime(),
  asked: z.record(z.string(), z.string()),
});
const ownerShape = z.object({ host: z.string(), pid: z.number().int(), at: z.iso.datetime() });

const encode = (value: unknown): Uint8Array => Buffer.from(`${JSON.stringify(value)}\n`);

/** Ids of all runs that have begun and not ended, the newest first. */
export const unfinishedRuns = async (store: StoreDriver): Promise<readonly string[]> => {
  const runs = (await store.list(folder)).flatMap((key) => key.split('/')[1] ?? []);
  return [...new Set(runs)].sort((a, b) => compareText(b, a));
};

/** Undefined where there is none: the run was killed before it said what it was asked, or it has just ended. */
export const readRun = async (store: StoreDriver, run: string): Promise<RunRecord | undefined> => {
  const key = recordKey(run);
  const bytes = await store.read(key);
  if (bytes === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new CorruptFileError(key, 0, 'it is not JSON', store.location, cause);
  }
  const format = z.object({ format: z.number().int() }).safeParse(json);
  if (format.success && format.data.format > runFormat) {
    throw new NewerFormatError(key, format.data.format, runFormat, store.location);
  }
  const parsed = recordShape.safeParse(json);
  if (!parsed.success || parsed.data.run !== run) {
    throw new CorruptFileError(key, 0, 'it does not tell what the run was asked', store.location);
  }
  return parsed.data;
};

/** The highest owner of a run; number 0 where it has none. */
export const lastOwner = async (
  store: StoreDriver,
  run: string,
): Promise<{ readonly number: number; readonly mark: OwnerMark | undefined }> => {
  const prefix = `${runFolder(run)}owner-`;
  const numbers = (await store.list(prefix)).map((key) => Number(key.slice(prefix.length)));
  const number = Math.max(0, ...numbers);
  if (number === 0) return { number, mark: undefined };
  const bytes = await store.read(ownerKey(run, number));
  const parsed = ownerShape.safeParse(parseOwner(bytes));
  return { number, mark: parsed.success ? parsed.data : undefined };
};

const parseOwner = (bytes: Uint8Array | undefined): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes ?? []).toString('utf8'));
  } catch {
    // An owner that can't be read is one of whom nothing is known.
    return undefined;
  }
};

/** Another process has taken the run over: this one must not write to it any more. */
export class RunTakenOverError extends Error {
  override readonly name = 'RunTakenOverError';
}

/** An owner is seen at work once in so many milliseconds. */
const beat = 60_000;

/** A process's hold on a run, and its signs of life. */
export class RunHold {
  readonly #store: StoreDriver;
  readonly #run: string;
  readonly #number: number;
  readonly #owner: Owner;
  readonly #now: () => Date;
  #seen: number;

  private constructor(store: StoreDriver, run: string, number: number, owner: Owner, now: () => Date) {
    this.#store = store;
    this.#run = run;
    this.#number = number;
    this.#owner = owner;
    this.#now = now;
    this.#seen = now().getTime();
  }

  static async begin(
    store: StoreDriver,
    record: RunRecord,
    owner: Owner,
    now: () => Date,
  ): Promise<RunHold | undefined> {
    await store.write(recordKey(record.run), encode(record));
    return RunHold.take(store, record.run, 1, owner, now);
  }

  /** Undefined where another process was faster. */
  static async take(
    store: StoreDriver,
    run: string,
    number: number,
    owner: Owner,
    now: () => Date,
  ): Promise<RunHold | undefined> {
    const mark: OwnerMark = { ...owner, at: now().toISOString() };
    const taken = await store.createIfAbsent(ownerKey(run, number), encode(mark));
    return taken ? new RunHold(store, run, number, owner, now) : undefined;
  }

  /** Says from time to time that this process is at work. @throws RunTakenOverError */
  async alive(): Promise<void> {
    const now = this.#now();
    if (now.getTime() - this.#seen < beat) return;
    this.#seen = now.getTime();
    await this.confirm();
    const mark: OwnerMark = { ...this.#owner, at: now.toISOString() };
    await this.#store.write(ownerKey(this.#run, this.#number), encode(mark));
  }

  /** @throws RunTakenOverError where another process is in charge now. */
  async confirm(): Promise<void> {
    const { number, mark } = await lastOwner(this.#store, this.#run);
    // Without any mark the run has ended: whoever took it over has committed it.
    if (number === this.#number) return;
    const who = mark === undefined ? 'another process' : `process ${mark.pid} on ${mark.host}`;
    throw new RunTakenOverError(
      `this scan was silent for so long that ${who} has taken it over; it ${number === 0 ? 'has ended' : 'goes on'} there`,
    );
  }
}
