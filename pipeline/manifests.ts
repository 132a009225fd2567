/** The numbered manifests: a scan is there when its manifest is, and not before. */
import * as z from 'zod';
import type { Manifest } from '#model/scan.ts';
import { severities } from '#model/severity.ts';
import { CorruptFileError, NewerFormatError } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';

export const manifestFormat = 1;

const folder = 'manifests/';
const name = /^manifests\/(\d{8})\.json$/;

export const manifestKey = (number: number): string => `${folder}${String(number).padStart(8, '0')}.json`;

/** Numbers of all manifests in the store, readable or not, the smallest first. */
export const manifestNumbers = async (store: StoreDriver): Promise<readonly number[]> => {
  const keys = await store.list(folder);
  return keys.flatMap((key) => {
    const digits = name.exec(key)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
};

export const encodeManifest = (manifest: Manifest): Uint8Array =>
  Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);

export class UnknownScanError extends Error {
  override readonly name = 'UnknownScanError';
}

/** @throws UnknownScanError, CorruptFileError, NewerFormatError */
export const readManifest = async (store: StoreDriver, number: number): Promise<Manifest> => {
  const key = manifestKey(number);
  const bytes = await store.read(key);
  if (bytes === undefined) throw new UnknownScanError(`there is no scan ${number} in ${store.location}`);
  const json = parseJson(bytes);
  if (json === undefined) throw new CorruptFileError(key, 0, 'it is not JSON', store.location);
  const format = formatSchema.safeParse(json);
  if (format.success && format.data.format > manifestFormat) {
    throw new NewerFormatError(key, format.data.format, manifestFormat, store.location);
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const what = `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim();
    throw new CorruptFileError(key, 0, what, store.location, parsed.error);
  }
  if (parsed.data.number !== number) {
    throw new CorruptFileError(key, 0, `it says that it is scan ${parsed.data.number}`, store.location);
  }
  // zod's optional fields are `T | undefined`; the model leaves them out, and so does JSON.
  return parsed.data as Manifest;
};

const parseJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // The caller names the file.
    return undefined;
  }
};

const count = z.number().int().min(0);
const provider = z.enum(['aws', 'azure', 'gcp', 'kubernetes']);
const severity = z.enum(severities);
const origin = z.object({ sha256: z.string(), commit: z.string(), dirty: z.boolean() });
const counts = z.object({ asked: count, notApplicable: count, pass: count, fail: count, unknown: count });
const open = z.partialRecord(severity, count);
const key = z.string().min(1);

const formatSchema = z.object({ format: z.number().int() });

const manifestSchema = z.object({
  format: z.literal(manifestFormat),
  number: z.number().int().min(1),
  run: key,
  plumbline: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  estate: z.string(),
  scope: z.object({
    providers: z.array(provider),
    accounts: z.array(z.string()),
    regions: z.array(z.string()),
    checks: z.array(z.string()),
    kinds: z.array(z.string()),
    severity,
  }),
  callers: z.partialRecord(provider, z.string()),
  notRun: z.array(z.string()).optional(),
  checkHashes: z.record(z.string(), z.string()),
  configuration: origin,
  exceptions: origin,
  attestations: origin.optional(),
  bundle: z.string().optional(),
  accountNames: z.record(z.string(), z.string()),
  notices: z.array(z.string()),
  comparedWith: count,
  complete: z.boolean(),
  resources: count,
  calls: count,
  throttled: count,
  counts: z.record(z.string(), counts),
  open: z.record(z.string(), open),
  excepted: z.record(z.string(), count),
  shares: z
    .record(z.string(), z.partialRecord(provider, z.object({ counts, open, excepted: count })))
    .optional(),
  changes: z.object({
    new: count,
    worse: count,
    reopened: count,
    resolved: count,
    notLookedAt: count,
    coverageLost: count,
    exceptionsExpired: count,
    exceptionsVoid: count,
    byVersion: count.optional(),
    drifted: count.optional(),
  }),
  baselines: z.array(z.number().int().min(1)).optional(),
  shards: z.array(
    z.object({ name: z.string(), key, resources: count, fails: count, parts: count.optional() }),
  ),
  files: z.object({
    findings: key,
    unknowns: key,
    coverage: key,
    inventory: key,
    exceptions: key,
    attestations: key.optional(),
    parts: key.optional(),
  }),
});
