/** Finds the run that a scan goes on with, and takes hold of it. */
import { hash } from 'node:crypto';
import type { Check } from '#model/check.ts';
import type { StoreDriver } from '#store/driver.ts';
import { checkHash } from './check-hash.ts';
import { manifestNumbers, readManifest } from './manifests.ts';
import type { ScanOptions } from './scan-options.ts';
import type { Owner, OwnerMark, RunRecord } from './unfinished-runs.ts';
import { lastOwner, RunHold, readRun, unfinishedRuns } from './unfinished-runs.ts';

/** There is no run to go on with, or it can't be gone on with; the message says why, and what to do instead. */
export class ResumeError extends Error {
  override readonly name = 'ResumeError';
}

/** What an estate looked like longer ago is not what one scan should be made of. */
const oldest = 24 * 60 * 60 * 1000;
/** An owner on another host that was silent for so long is taken for dead. */
const silence = 15 * 60 * 1000;

const startAnew = 'run `plumbline scan` without --resume to start anew';

/** By name, for an error that says what differs; what applies at the end of a scan only, as exceptions do, is not in it. */
export const askedOf = (options: ScanOptions, checks: readonly Check[]): Readonly<Record<string, string>> => {
  const of = (value: unknown): string => hash('sha256', JSON.stringify(value), 'hex').slice(0, 16);
  return {
    "Plumbline's version": options.version,
    clouds: options.sources.map(({ provider }) => provider).join(),
    scope: of(options.scope),
    checks: of(checks.map((check) => [check.id, checkHash(check)])),
    'expected unknowns': of(options.expectedUnknowns),
    'owner tags': of(options.ownerTags),
    ...options.asked,
  };
};

export interface FoundRun {
  readonly record: RunRecord;
  readonly hold: RunHold;
}

/** @throws ResumeError, CorruptFileError, NewerFormatError */
export const findRun = async (
  options: ScanOptions,
  asked: Readonly<Record<string, string>>,
  owner: Owner,
): Promise<FoundRun> => {
  const { store, estate, now } = options;
  for (const run of await unfinishedRuns(store)) {
    const record = await readRun(store, run);
    if (record === undefined || record.estate !== estate || (await isCommitted(store, record))) continue;
    const differing = Object.keys({ ...record.asked, ...asked }).filter(
      (name) => record.asked[name] !== asked[name],
    );
    const from = `the scan that began at ${record.startedAt}`;
    if (differing.length > 0) {
      throw new ResumeError(
        `${from} was asked otherwise, so it can't be gone on with: different are ${differing.join(', ')}; ask the same, or ${startAnew}`,
      );
    }
    if (now().getTime() - Date.parse(record.startedAt) > oldest) {
      throw new ResumeError(`${from} is older than a day, and so is what it read: ${startAnew}`);
    }
    const { number, mark } = await lastOwner(store, run);
    if (mark !== undefined && isAlive(mark, owner, options)) {
      throw new ResumeError(
        `${from} is still being made by process ${mark.pid} on ${mark.host}, at work at ${mark.at}: wait for it, or ${startAnew}`,
      );
    }
    const hold = await RunHold.take(store, run, number + 1, owner, now);
    if (hold === undefined) {
      throw new ResumeError(`another process has just gone on with ${from}: wait for it, or ${startAnew}`);
    }
    return { record, hold };
  }
  throw new ResumeError(`there is no unfinished scan of ${estate} in ${store.location}: ${startAnew}`);
};

/** A process that has the number of this one is this one, or ended before it: a container starts at 1 each time. */
const isAlive = (mark: OwnerMark, owner: Owner, { now, isRunning }: ScanOptions): boolean => {
  if (mark.host !== owner.host) return now().getTime() - Date.parse(mark.at) < silence;
  return mark.pid !== owner.pid && isRunning?.(mark.pid) === true;
};

/** Killed between its commit and its end. Manifests that can't be read may be its own: then nothing may be written. */
const isCommitted = async (store: StoreDriver, record: RunRecord): Promise<boolean> => {
  for (const number of (await manifestNumbers(store)).toReversed()) {
    const manifest = await readManifest(store, number);
    if (manifest.run === record.run) return true;
    if (Date.parse(manifest.finishedAt) < Date.parse(record.startedAt)) return false;
  }
  return false;
};
