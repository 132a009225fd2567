/** The sample estate on loopback, and a working folder whose configuration scans it without waiting. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { estateFlags } from '#cli/estates.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import { demoEstateDirectory } from '#sandbox/demo-estate.ts';
import { loadEstate } from '#sandbox/estate/load.ts';
import { startSandbox } from '#sandbox/start.ts';

export interface Place {
  readonly sandbox: Sandbox;
  readonly cwd: string;
  /** What the SDK's credential chain reads. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes plumbline.yaml anew, with these keys over those that scan the estate. */
  configure(over?: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}

export const openPlace = async (): Promise<Place> => {
  const estate = await loadEstate(demoEstateDirectory);
  const sandbox = await startSandbox({ estate });
  const cwd = await mkdtemp(join(tmpdir(), 'plumbline-place-'));
  const { role, externalId, aggregator = '' } = estateFlags(estate);
  const [name, region, account] = aggregator.split('@');
  const configure = (over: Readonly<Record<string, unknown>> = {}): Promise<void> =>
    writeFile(
      join(cwd, 'plumbline.yaml'),
      stringify({
        estate: estate.name,
        aws: {
          accounts: 'organization',
          role: { name: role, externalId },
          aggregator: { name, region, account },
          endpoint: sandbox.endpoint,
          homeRegion: sandbox.homeRegion,
          callsPerSecond: 10_000,
          backoffBase: 1,
          attempts: 2,
        },
        ...over,
      }),
    );
  await configure();
  return {
    sandbox,
    cwd,
    env: {
      AWS_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: sandbox.credentials.secretAccessKey,
      AWS_PROFILE: '',
    },
    configure,
    close: async () => {
      await sandbox.close();
      await rm(cwd, { recursive: true });
    },
  };
};
