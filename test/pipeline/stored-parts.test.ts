import { describe, expect, it } from 'vitest';
import { known, unread } from '#model/reading.ts';
import type { Manifest } from '#model/scan.ts';
import { encodeManifest, manifestKey, readManifest } from '#pipeline/manifests.ts';
import type { LoggedEvent } from '#pipeline/shard-log.ts';
import { readShardLog, ShardLog } from '#pipeline/shard-log.ts';
import { readPlan } from '#pipeline/stored-plan.ts';
import { memoryStore } from '#store/memory.ts';
import { all, bucket, prod, scan, staging, volume } from './scan-scene.ts';

const logged = async (manifest: Manifest, store = memoryStore()): Promise<readonly LoggedEvent[]> => {
  const events: LoggedEvent[] = [];
  for (const { key, parts = 0 } of manifest.shards)
    events.push(...(await all(readShardLog(store, key, parts))));
  return events;
};

describe('the parts that a scan judged', () => {
  it('stay with the scan, each with its reading, and no part that no check looks at', async () => {
    const store = memoryStore();
    const open = bucket('open', 1);
    const denied = volume('denied', unread('denied', 'ec2:DescribeVolumes'), { account: staging });
    const { manifest } = await scan(
      { resources: [{ ...open, parts: { ...open.parts, policy: known({ secret: 'x' }) } }, denied] },
      { store },
    );
    const events = await logged(manifest, store);
    const resources = events.flatMap((event) => (event.type === 'resource' ? [event.resource] : []));
    expect(resources.map(({ id, parts }) => [id, parts])).toEqual([
      [open.id, { acl: open.parts['acl'] }],
      [denied.id, { settings: denied.parts['settings'] }],
    ]);
    expect(events.filter(({ type }) => type === 'coverage')).toHaveLength(4);
    const kept = new Set(manifest.shards.map(({ key }) => `${key}/parts-0`));
    expect(new Set((await store.list('scans/')).filter((key) => key.includes('/parts-')))).toEqual(kept);
    expect(await store.list(manifest.files.parts ?? 'none')).toEqual([manifest.files.parts]);
  });

  it('begin with the plan, trust and partners in it', async () => {
    const store = memoryStore();
    const { manifest } = await scan(
      { resources: [volume('a', true)], accountNames: { [prod]: 'Prod' }, notices: ['Look at this.'] },
      { store },
    );
    const { sources, kept } = await readPlan(store, manifest.files.parts ?? '');
    expect([...kept]).toEqual([
      ['AWS::S3::Bucket', ['acl']],
      ['AWS::EC2::Volume', ['settings']],
    ]);
    expect(sources).toMatchObject([
      { plan: { notices: ['Look at this.'], trust: { accounts: new Set([prod]), organization: 'o-fake' } } },
    ]);
  });

  it('keep a tag that is named as a property of every object', async () => {
    const store = memoryStore();
    const tags = Object.assign(Object.create(null), JSON.parse('{"__proto__":"x","team":"y"}'));
    const { manifest } = await scan({ resources: [volume('a', true, { tags })] }, { store });
    const [event] = await logged(manifest, store);
    if (event?.type !== 'resource') throw new Error('no resource first');
    expect(Object.entries(event.resource.tags)).toEqual([
      ['__proto__', 'x'],
      ['team', 'y'],
    ]);
    expect(event.resource.tags['constructor']).toBeUndefined();
  });

  it('lack nothing for a manifest of a version that kept none', async () => {
    const store = memoryStore();
    const { manifest } = await scan({ resources: [volume('a', true)] }, { store });
    const { parts: _none, ...files } = manifest.files;
    const shards = manifest.shards.map(({ parts: _files, ...entry }) => entry);
    const older: Manifest = { ...manifest, files, shards };
    await store.write(manifestKey(1), encodeManifest(older));
    expect(await readManifest(store, 1)).toEqual(older);
  });
});

describe('a log of events', () => {
  const event: LoggedEvent = { type: 'resource', resource: volume('a', true) };

  it('ends a file at a checkpoint once so many have come, and where enough is held', async () => {
    const store = memoryStore();
    const log = new ShardLog({ store, prefix: 's', kept: new Map(), checkpointsPerFile: 2 });
    for (const cursor of ['1', '2', '3']) {
      log.push(event);
      log.push({ type: 'checkpoint', cursor });
      await log.settle();
    }
    expect(await store.list('')).toEqual(['s/parts-0']);
    log.push({ type: 'broken', failure: 'x'.repeat(3_000_000) });
    await log.settle();
    expect(await store.list('')).toEqual(['s/parts-0', 's/parts-1']);
    expect(await log.end()).toBe(2);
    const read = await all(readShardLog(store, 's', 2));
    expect(read.filter(({ type }) => type === 'checkpoint')).toHaveLength(3);
    expect(read.at(-1)?.type).toBe('broken');
  });

  it('goes on after the files that were there before', async () => {
    const store = memoryStore();
    const log = new ShardLog({ store, prefix: 's', kept: new Map(), first: 3 });
    log.push(event);
    expect(await log.end()).toBe(4);
    expect(await store.list('')).toEqual(['s/parts-3']);
  });
});
