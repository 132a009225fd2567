/** What a service leaves out of its list unless it is asked for, without a word that it did. */
import { describe, expect, it } from 'vitest';
import type { ConfigItem } from '#sandbox/estate/estate.ts';
import { itemsOf, tell } from './one-kind.ts';

const untold = (fields: Readonly<Record<string, unknown>>) => (item: ConfigItem) => ({
  ...item,
  untold: fields as NonNullable<ConfigItem['untold']>,
});

describe('a list holds', () => {
  it.each(['AWS::EC2::Instance', 'AWS::EC2::NetworkInterface', 'AWS::EC2::Volume'])(
    'each %s that a service of AWS runs in the account and hides there',
    async (kind) => {
      const { resources, coverage } = await tell(kind, { change: untold({ hiddenByDefault: true }) });
      expect(resources.map(({ id }) => id)).toEqual(itemsOf(kind).map(({ arn }) => arn));
      expect(coverage).toMatchObject([{ state: 'read', count: itemsOf(kind).length }]);
    },
  );

  it.each(['AWS_MANAGED', 'CUSTOMER_PROVIDED', 'ACME'])(
    'each certificate whose key pair comes from %s',
    async (keyPairOrigin) => {
      const kind = 'AWS::ACM::Certificate';
      const { resources } = await tell(kind, { change: untold({ keyPairOrigin }) });
      expect(resources).toHaveLength(itemsOf(kind).length);
    },
  );
});
