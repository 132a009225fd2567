import { SelectAggregateResourceConfigCommand } from '@aws-sdk/client-config-service';
import { describe, expect, test } from 'vitest';
import type { Estate } from '#sandbox/estate/estate.ts';
import { itemsIn } from '#sandbox/estate/estate.ts';
import { generateEstate } from '#sandbox/estate/generate.ts';
import { startSandbox } from '#sandbox/start.ts';
import { clients, now } from './clients.ts';

const options = { seed: 7, accounts: 3, regions: 2, resources: 5000, now };
const sizeOf = (estate: Estate): number =>
  estate.shelves
    .filter((shelf) => shelf.region !== 'global' && shelf.kind !== 'AWS::Config::ConfigurationRecorder')
    .reduce((sum, shelf) => sum + shelf.size, 0);

describe('generated estates', () => {
  test.each([0, 1, 17, 5000, 100_000])('%i resources are exactly so many', (resources) => {
    expect(sizeOf(generateEstate({ ...options, resources }))).toBe(resources);
  });

  test('the same seed makes the same items, another seed others', () => {
    const ids = (seed: number) =>
      generateEstate({ ...options, seed }).shelves.map((shelf) => JSON.stringify(shelf.at(shelf.size - 1)));
    expect(ids(7)).toEqual(ids(7));
    expect(ids(8)).not.toEqual(ids(7));
  });

  test('some resources are faulty, most are not', () => {
    const volumes = generateEstate(options).shelves.filter((shelf) => shelf.kind === 'AWS::EC2::Volume');
    const items = volumes.flatMap((shelf) => [...itemsIn(shelf)]);
    const faulty = items.filter((item) => item.configuration?.['encrypted'] === false).length;
    expect(faulty).toBeGreaterThan(items.length * 0.01);
    expect(faulty).toBeLessThan(items.length * 0.1);
  });

  test('a million resources are planned without being made', () => {
    const before = process.memoryUsage().heapUsed;
    const estate = generateEstate({ ...options, accounts: 20, resources: 1_000_000 });
    expect(sizeOf(estate)).toBe(1_000_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 1024 * 1024);
  });

  test('it is served like any other estate', async () => {
    const estate = generateEstate(options);
    const sandbox = await startSandbox({ estate, now: () => now });
    try {
      const { config } = clients(sandbox);
      const seen = new Set<string>();
      let token: string | undefined;
      do {
        const page = await config.send(
          new SelectAggregateResourceConfigCommand({
            ConfigurationAggregatorName: 'generated',
            Expression:
              "SELECT accountId, resourceId, configuration WHERE resourceType = 'AWS::EC2::Instance'",
            Limit: 100,
            NextToken: token,
          }),
        );
        for (const row of page.Results ?? []) {
          const { accountId, resourceId } = JSON.parse(row) as { accountId: string; resourceId: string };
          seen.add(`${accountId} ${resourceId}`);
        }
        token = page.NextToken;
      } while (token !== undefined);
      const instances = estate.shelves.filter((shelf) => shelf.kind === 'AWS::EC2::Instance');
      expect(seen.size).toBe(instances.reduce((sum, shelf) => sum + shelf.size, 0));
    } finally {
      await sandbox.close();
    }
  });

  test.each([[{ accounts: 0 }], [{ regions: 0 }], [{ regions: 99 }], [{ resources: -1 }]])(
    '%j is refused',
    (wrong) => {
      expect(() => generateEstate({ ...options, ...wrong })).toThrow(RangeError);
    },
  );
});
