/** An estate of several places with something of everything, and what two scans of it have to agree on. */
import { unread } from '#model/reading.ts';
import type { ScanReader } from '#model/scan.ts';
import type { StoreDriver } from '#store/driver.ts';
import type { FakeSourceOptions } from '#test/support/fake-source.ts';
import type { Scene } from './scan-scene.ts';
import { all, bucket, deniedAccount, prod, staging, volume } from './scan-scene.ts';

const regions = ['eu-west-1', 'eu-west-2', 'us-east-1'];

export const manyRegions: Partial<FakeSourceOptions> = {
  resources: [prod, staging].flatMap((account) =>
    regions.flatMap((region, index) =>
      Array.from({ length: 5 + index }, (_, number) => {
        const place = { account, region, tags: { team: 'payments' } };
        const name = `${account.slice(0, 3)}-${region}-${number}`;
        if (number % 3 === 0) return volume(name, number % 2 === 0, place);
        if (number === 4) return volume(name, unread('denied', 'ec2:DescribeVolumes'), place);
        return bucket(name, number % 5, place);
      }),
    ),
  ),
  listing: ({ account, region, kind }) =>
    account === staging && region === 'us-east-1' && kind === 'AWS::S3::Bucket' ? { state: 'throttled' } : {},
  breaks: ({ account, region }) =>
    account === prod && region === 'eu-west-2' ? { after: 4, error: new TypeError('reset') } : undefined,
  planned: [deniedAccount('333344445555')],
};

/** One shard at a time: what a scan tells of two places at once depends on which was faster. */
export const resumable: Scene = { concurrency: 1, checkpointsPerFile: 2 };

/** All that a scan found out: everything but its name, and how often it had to ask. */
export const resultOf = async (reader: ScanReader) => {
  const { run, calls: _calls, throttled: _throttled, shards, files: _files, ...manifest } = reader.manifest;
  return {
    manifest,
    shards: shards.map(({ parts: _parts, key, ...entry }) => ({ ...entry, key: key.replace(run, '') })),
    findings: await all(reader.findings()),
    unknowns: await all(reader.unknowns()),
    coverage: await all(reader.coverage()),
    inventory: await all(reader.inventory()),
    exceptions: await all(reader.exceptions()),
  };
};

/** Keys of a store that neither its manifests nor their shards name. */
export const strangers = async (store: StoreDriver, reader: ScanReader): Promise<readonly string[]> => {
  const { files, shards, run } = reader.manifest;
  const named = new Set<string>(Object.values(files));
  for (const { key, parts = 0 } of shards) {
    for (let file = 0; file < parts; file += 1) named.add(`${key}/parts-${file}`);
  }
  const held = [...(await store.list(`scans/${run}/`)), ...(await store.list(`runs/${run}/`))];
  return held.filter((key) => !named.has(key) && !/\/fails-\d+$/.test(key));
};
