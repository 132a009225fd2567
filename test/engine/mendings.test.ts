import { describe, expect, it } from 'vitest';
import { mendingsOf } from '#engine/mendings.ts';
import { missingPermissions } from '#engine/missing-permissions.ts';
import type { CoverageRow } from '#model/coverage.ts';

const denied = (over: Partial<CoverageRow>): CoverageRow => ({
  provider: 'aws',
  account: '111122223333',
  region: 'eu-west-1',
  kind: 'AWS::S3::Bucket',
  part: 'policy',
  state: 'denied',
  count: 1,
  route: 'direct',
  principal: 'arn:aws:sts::111122223333:assumed-role/reader/scan',
  ...over,
});

async function* rowsOf(...rows: readonly CoverageRow[]): AsyncGenerator<CoverageRow> {
  yield* rows;
}

const mendings = async (...rows: readonly CoverageRow[]) =>
  mendingsOf(await missingPermissions(rowsOf(...rows), 'reader'));

describe('what mends a scan', () => {
  it('is nothing where nothing was denied', async () => {
    expect(await mendings(denied({ state: 'throttled' }), denied({ state: 'read' }))).toEqual([]);
  });

  it('is a policy for the role that was refused, with the action and nothing else', async () => {
    const [mending, ...more] = await mendings(denied({ missing: 's3:GetBucketPolicy' }));
    expect(more).toEqual([]);
    expect(mending?.for).toBe('role reader in 1 account: 111122223333');
    expect(JSON.stringify(JSON.parse(mending?.document ?? ''))).toContain('s3:GetBucketPolicy');
    expect(mending?.document.match(/"[a-z0-9]+:[A-Z]\w+"/g)).toEqual(['"s3:GetBucketPolicy"']);
  });

  it('is a role for each other cloud', async () => {
    const given = await mendings(
      denied({ provider: 'azure', account: 'sub-1', missing: 'Microsoft.Storage/storageAccounts/read' }),
      denied({ provider: 'gcp', account: 'shop-prod', missing: 'cloudasset.assets.listIamPolicy' }),
    );
    expect(given.map((mending) => mending.for)).toEqual([
      'what scans Azure, in /subscriptions/sub-1',
      'what scans Google Cloud, in shop-prod',
    ]);
    expect(given[0]?.document).toContain('"Microsoft.Storage/storageAccounts/read"');
    expect(given[1]?.document).toContain('cloudasset.assets.listIamPolicy');
  });

  it('is no policy where a rule above the account refuses', async () => {
    expect(await mendings(denied({ state: 'denied-by-guardrail', missing: 's3:GetBucketPolicy' }))).toEqual(
      [],
    );
  });
});
