/** The files that point a scan in another process at the sandbox: a configuration, and Azure's certificate. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { Clouds } from '#sandbox/clouds.ts';
import { estateFlags } from './estates.ts';

export interface SandboxFolder {
  /** Path of the configuration. */
  readonly configuration: string;
  /** What stands in it. */
  readonly text: string;
  remove(): Promise<void>;
}

/** @param cwd where scans of the sandbox leave what a scan without a configuration would leave there. */
export const writeSandboxFolder = async (clouds: Clouds, cwd: string): Promise<SandboxFolder> => {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-sandbox-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const caFile = join(folder, 'azure-ca.pem');
    if (clouds.azure !== undefined) await writeFile(caFile, clouds.azure.sandbox.ca);
    const text = stringify(configurationOf(clouds, caFile, cwd));
    const configuration = join(folder, 'plumbline.yaml');
    await writeFile(configuration, text);
    return { configuration, text, remove };
  } catch (error) {
    await remove();
    throw error;
  }
};

/** Endpoints stand here and not only in variables: without those, nobody's own cloud is scanned by mistake. */
const configurationOf = ({ aws, azure, gcp }: Clouds, caFile: string, cwd: string): object => {
  const { role, externalId, aggregator = '' } = estateFlags(aws.estate);
  const [name, region, account] = aggregator.split('@');
  return {
    estate: aws.estate.name,
    providers: ['aws', ...(azure === undefined ? [] : ['azure']), ...(gcp === undefined ? [] : ['gcp'])],
    aws: {
      accounts: 'organization',
      ...(role === undefined
        ? {}
        : { role: { name: role, ...(externalId === undefined ? {} : { externalId }) } }),
      ...(aggregator === '' ? {} : { aggregator: { name, region, account } }),
      endpoint: aws.sandbox.endpoint,
      homeRegion: aws.sandbox.homeRegion,
    },
    // On loopback nobody has a quota.
    ...(azure === undefined
      ? {}
      : {
          azure: { endpoint: azure.sandbox.endpoint, caFile, callsPerSecond: 1_000, queriesPerSecond: 1_000 },
        }),
    ...(gcp === undefined
      ? {}
      : {
          gcp: {
            parents: [...gcp.sandbox.parents],
            endpoint: gcp.sandbox.endpoint,
            callsPerMinute: 60_000,
          },
        }),
    store: { path: resolve(cwd, 'plumbline-out/store') },
    output: { dir: resolve(cwd, 'plumbline-out') },
  };
};
