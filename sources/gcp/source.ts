import type { CoverageRow } from '#model/coverage.ts';
import type { Needs, ReadOptions, Shard, Source, SourceEvent, SourcePlan } from '#model/source.ts';
import { redactText } from '../secrets.ts';
import { GcpClients } from './clients.ts';
import type { Failure } from './errors.ts';
import { federationCode, GcpSourceBug, noCredentials } from './errors.ts';
import { isParent } from './operations.ts';
import type { GcpOptions } from './options.ts';
import { gaps, parseCursor, readShard } from './shard.ts';
import { accountOfParent, chosenKinds, parentOf, shardsOf } from './shards.ts';
import { Snapshot } from './snapshot.ts';

/** There is nothing to ask Google Cloud with; the message says what was tried. */
export class MissingCredentialsError extends Error {
  override readonly name = 'MissingCredentialsError';
}

/**
 * Google Cloud: resources, allow policies and organisation policies from Cloud Asset Inventory, at one moment for the
 * whole scan. One source is one scan: what it was refused it does not ask again. `read` works in a process that has
 * made no plan; every part counts as needed then.
 *
 * @param now milliseconds since 1970; the system's clock unless a test says otherwise.
 * @throws MissingCredentialsError from `plan`, when there is nothing to ask with.
 */
export const gcpSource = (options: GcpOptions, now: () => number = Date.now): Source => {
  const clients = new GcpClients(options);
  const snapshots = new Map<string, Snapshot>();
  let readTime: number | undefined;
  let needs: Needs | undefined;

  const snapshotOf = (parent: string, at?: number): Snapshot => {
    readTime ??= Math.floor(now() / 1000) - options.snapshotAge;
    const moment = at ?? readTime;
    const key = `${parent}|${moment}`;
    const kept = snapshots.get(key) ?? new Snapshot(clients, parent, moment);
    snapshots.set(key, kept);
    return kept;
  };

  async function* read(shard: Shard, readOptions: ReadOptions): AsyncGenerator<SourceEvent> {
    const parent = parentOf(shard);
    if (!isParent(parent)) throw new GcpSourceBug(`${shard.name} is no shard of Google Cloud`);
    // A page token belongs to the moment that it was given for.
    const at = readOptions.cursor === undefined ? undefined : parseCursor(readOptions.cursor).readTime;
    yield* readShard(snapshotOf(parent, at), shard, readOptions.needs ?? needs, readOptions);
  }

  return {
    provider: 'gcp',
    plan: (wanted, signal) => {
      needs = wanted;
      return makePlan(options, snapshotOf, signal);
    },
    read,
    usage: () => clients.usage(),
  };
};

const makePlan = async (
  options: GcpOptions,
  snapshotOf: (parent: string) => Snapshot,
  signal: AbortSignal,
): Promise<SourcePlan> => {
  const shards: Shard[] = [];
  const coverage: CoverageRow[] = [];
  const notices: string[] = [];
  const accountNames = new Map<string, string>();
  const projects = new Set<string>();
  for (const parent of options.parents) {
    const hierarchy = await snapshotOf(parent).hierarchy(signal);
    if (!hierarchy.ok) {
      const { failure } = hierarchy;
      if (failure.code === noCredentials) throw missingCredentials(failure);
      if (failure.code === federationCode) {
        throw new MissingCredentialsError(`no credentials for Google Cloud: ${failure.message}`);
      }
      notices.push(`${parent} could not be read, so all of it is unknown: ${failure.message}`);
      const account = accountOfParent(parent);
      for (const { row } of gaps({ account }, chosenKinds(options), failure)) coverage.push(row);
      continue;
    }
    for (const project of hierarchy.value.projects()) projects.add(project);
    for (const [account, name] of hierarchy.value.names()) accountNames.set(account, redactText(name));
    // The inventory is listed whole: a kind more costs no call more until a page is full.
    shards.push(...shardsOf(parent, chosenKinds(options)));
  }
  return {
    shards,
    coverage,
    trust: {
      accounts: projects,
      organization: options.parents.find((parent) => parent.startsWith('organizations/')) ?? 'unknown',
      partners: new Set(options.partners),
    },
    accountNames,
    // The service tells nobody who they are; what it counts the calls against is what is known.
    identity: options.identity?.serviceAccount ?? options.quotaProject ?? 'application default credentials',
    notices,
  };
};

const missingCredentials = (failure: Failure): MissingCredentialsError =>
  new MissingCredentialsError(
    `no credentials for Google Cloud: ${failure.message.replace(/\.$/, '')}. Run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS to a configuration of workload identity federation`,
  );
