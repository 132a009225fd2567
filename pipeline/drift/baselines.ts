/**
 * Baselines: scans that somebody approved, whole or in part. A baseline keeps what its scan saw as its own, so it stays
 * when the scan goes. `baselines/<number>.json` says what was approved; it is created last, and never replaced.
 */
import * as z from 'zod';
import type { BaselineScope } from '#engine/drift/baseline-scope.ts';
import { supersedes } from '#engine/drift/baseline-scope.ts';
import { providers } from '#model/resource.ts';
import { CorruptFileError, NewerFormatError } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';

export const baselineFormat = 1;

export interface Baseline {
  readonly format: 1;
  readonly number: number;
  readonly estate: string;
  /** The scan that was approved, and when it began to read (ISO 8601 UTC). */
  readonly scan: number;
  readonly readAt: string;
  /** Of Plumbline, which read it. */
  readonly plumbline: string;
  readonly by: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly reason: string;
  readonly scope: BaselineScope;
  /** Kind → parts that were looked at. */
  readonly judged: Readonly<Record<string, readonly string[]>>;
  readonly resources: number;
  /** Keys: what was seen, sorted; and where was looked, as coverage rows. */
  readonly files: { readonly seen: string; readonly listings: string };
}

const folder = 'baselines/';
const name = /^baselines\/(\d{8})\.json$/;

export const baselineKey = (number: number): string => `${folder}${String(number).padStart(8, '0')}.json`;

/** Prefix of a baseline's files, of which nobody knows before its record names them. */
export const baselineFiles = (id: string): string => `${folder}${id}`;

export class UnknownBaselineError extends Error {
  override readonly name = 'UnknownBaselineError';
}

/** The smallest first. */
export const baselineNumbers = async (store: StoreDriver): Promise<readonly number[]> =>
  (await store.list(folder)).flatMap((key) => {
    const digits = name.exec(key)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });

/** @throws UnknownBaselineError, CorruptFileError, NewerFormatError */
export const readBaseline = async (store: StoreDriver, number: number): Promise<Baseline> => {
  const key = baselineKey(number);
  const bytes = await store.read(key);
  if (bytes === undefined) {
    throw new UnknownBaselineError(`there is no baseline ${number} in ${store.location}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new CorruptFileError(key, 0, 'it is not JSON', store.location, cause);
  }
  const format = formatShape.safeParse(json);
  if (format.success && format.data.format > baselineFormat) {
    throw new NewerFormatError(key, format.data.format, baselineFormat, store.location);
  }
  const parsed = shape.safeParse(json);
  if (!parsed.success || parsed.data.number !== number) {
    throw new CorruptFileError(key, 0, 'it does not say what was approved', store.location);
  }
  // zod's optional fields are `T | undefined`; the type leaves them out, and so does JSON.
  return parsed.data as Baseline;
};

/** Of one estate, the newest first. @throws CorruptFileError, NewerFormatError */
export const listBaselines = async (store: StoreDriver, estate: string): Promise<readonly Baseline[]> => {
  const found: Baseline[] = [];
  for (const number of (await baselineNumbers(store)).toReversed()) {
    const baseline = await readBaseline(store, number);
    if (baseline.estate === estate) found.push(baseline);
  }
  return found;
};

/** Those that still answer for something: what a newer one speaks of as well is left out. */
export const inForce = (newestFirst: readonly Baseline[]): readonly Baseline[] =>
  newestFirst.filter(
    ({ scope }, index) => !newestFirst.slice(0, index).some((newer) => supersedes(newer.scope, scope)),
  );

/**
 * What a scan is compared with, the newest first; where it can't be read, why. One that a newer version wrote or that is
 * damaged hides what it stands for, so nothing can be said of any.
 *
 * @param wanted numbers of certain ones; those in force when left out.
 */
export const baselinesOf = async (
  store: StoreDriver,
  estate: string,
  wanted?: readonly number[],
): Promise<readonly Baseline[] | { readonly failure: string }> => {
  try {
    if (wanted === undefined) return inForce(await listBaselines(store, estate));
    const found: Baseline[] = [];
    for (const number of wanted) found.push(await readBaseline(store, number));
    return found;
  } catch (error) {
    const names = ['CorruptFileError', 'NewerFormatError', 'UnknownBaselineError'];
    if (!(error instanceof Error) || !names.includes(error.name)) throw error;
    return { failure: error.message };
  }
};

const formatShape = z.object({ format: z.number().int() });
const text = z.string().min(1);
const shape = z.object({
  format: z.literal(baselineFormat),
  number: z.number().int().min(1),
  estate: z.string(),
  scan: z.number().int().min(1),
  readAt: z.iso.datetime(),
  plumbline: z.string(),
  by: text,
  at: z.iso.datetime(),
  reason: z.string(),
  scope: z.object({
    providers: z.array(z.enum(providers)),
    accounts: z.array(z.string()),
    kinds: z.array(z.string()),
    tag: z.object({ key: z.string(), value: z.string() }).optional(),
  }),
  judged: z.record(z.string(), z.array(z.string())),
  resources: z.number().int().min(0),
  files: z.object({ seen: text, listings: text }),
});
