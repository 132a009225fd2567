/** The lists of the services with names, keys and data: every page of them, and no list that is not one. */
import { describe, expect, it } from 'vitest';
import { directKind } from '#sources/aws/direct/kinds.ts';
import { itemsOf, tell } from './one-kind.ts';

/** Where a row of the service has its ARN or, where it has none, nothing: those lists are of names. */
const arnsOf = {
  'AWS::KMS::Key': 'KeyArn',
  'AWS::Lambda::Function': 'FunctionArn',
  'AWS::SNS::Topic': 'TopicArn',
  'AWS::SQS::Queue': undefined,
  'AWS::RDS::DBInstance': 'DBInstanceArn',
  'AWS::RDS::DBCluster': 'DBClusterArn',
  'AWS::RDS::DBSnapshot': 'DBSnapshotArn',
  'AWS::SecretsManager::Secret': 'ARN',
  'AWS::DynamoDB::Table': undefined,
  'AWS::ECR::Repository': 'repositoryArn',
  'AWS::EKS::Cluster': undefined,
  'AWS::EFS::FileSystem': 'FileSystemArn',
  'AWS::ACM::Certificate': 'CertificateArn',
} as const;

const lists = Object.entries(arnsOf).map(([kind, arn]) => ({
  kind,
  arn,
  action: directKind(kind)?.action ?? '',
}));
const withArns = lists.flatMap(({ arn, ...one }) => (arn === undefined ? [] : [{ ...one, arn }]));
const idsOf = (kind: string) => itemsOf(kind).map(({ arn }) => arn);

describe('a list of a service', () => {
  it.each(lists)('$action has every resource of $kind, by the id that AWS Config has', async ({ kind }) => {
    const { resources, coverage } = await tell(kind);
    expect(resources.map(({ id }) => id)).toEqual(idsOf(kind));
    expect(coverage).toMatchObject([{ state: 'read', count: idsOf(kind).length, route: 'direct' }]);
  });

  it.each(lists)(
    '$action that comes in short pages, some of them empty, is the same',
    async ({ kind, action }) => {
      const whole = await tell(kind);
      const { resources, coverage, calls } = await tell(kind, {
        sandbox: { longestPage: 1, emptyPageEvery: 2 },
      });
      expect(resources.map(({ id, name, tags, parts }) => ({ id, name, tags, parts }))).toEqual(
        whole.resources.map(({ id, name, tags, parts }) => ({ id, name, tags, parts })),
      );
      expect(coverage).toMatchObject([{ state: 'read' }]);
      expect(calls.filter((call) => call.action === action).length).toBeGreaterThan(idsOf(kind).length);
    },
  );

  it.each(lists)('$action whose pages overlap tells each resource once', async ({ kind, action }) => {
    const { resources } = await tell(kind, {
      sandbox: { longestPage: 2 },
      faults: [{ match: { action }, effect: { type: 'overlap' }, times: 1 }],
    });
    expect(resources.map(({ id }) => id)).toEqual(idsOf(kind));
  });

  it.each(lists)('$action that is refused is a gap, not an empty list', async ({ kind, action }) => {
    const { resources, coverage } = await tell(kind, {
      faults: [{ match: { action }, effect: { type: 'deny' } }],
    });
    expect(resources).toEqual([]);
    expect(coverage).toMatchObject([{ state: 'denied', missing: action }]);
  });

  it.each(lists)(
    '$action that leads back to the same page is not the whole list',
    async ({ kind, action }) => {
      const { coverage } = await tell(kind, {
        sandbox: { longestPage: 1 },
        faults: [{ match: { action }, effect: { type: 'repeat-token' }, skip: 1 }],
      });
      expect(coverage).toMatchObject([{ state: 'truncated', missing: action }]);
    },
  );

  it.each(lists)('$action whose token runs out is not the whole list', async ({ kind, action }) => {
    const { coverage, resources } = await tell(kind, {
      sandbox: { longestPage: 1 },
      faults: [{ match: { action }, effect: { type: 'expire-token' }, times: 1 }],
    });
    expect(resources.length).toBeLessThan(idsOf(kind).length);
    expect(coverage).toHaveLength(1);
    expect(coverage[0]?.state).not.toBe('read');
  });

  it.each(
    lists
      .flatMap((one) => (['html', 'empty', 'bare'] as const).map((body) => ({ ...one, body })))
      .filter(
        // SQS leaves the list out where there is no queue, so that an answer without members is one.
        ({ action, body }) => action !== 'sqs:ListQueues' || body === 'html',
      ),
  )('$action with a $body body is not an empty list', async ({ kind, action, body }) => {
    const { resources, coverage } = await tell(kind, {
      faults: [{ match: { action }, effect: { type: 'wrong-body', body } }],
    });
    expect(resources).toEqual([]);
    expect(coverage).toMatchObject([{ missing: action }]);
    expect(coverage[0]?.state).not.toBe('read');
  });

  it.each(withArns)('$action with a row that has no ARN is malformed', async ({ kind, action, arn }) => {
    const { coverage } = await tell(kind, {
      faults: [
        {
          match: { action, resource: idsOf(kind)[0] ?? '' },
          effect: { type: 'set-field', path: arn, value: '' },
        },
      ],
    });
    expect(coverage).toMatchObject([{ state: 'malformed', missing: action }]);
  });

  it.each(withArns)('$action leaves what belongs to another account to that one', async (one) => {
    const { kind, action, arn } = one;
    const [other = '', ...own] = idsOf(kind);
    const foreign = other.replace(/:\d{12}:/, ':313131313131:');
    const { resources, coverage } = await tell(kind, {
      faults: [
        { match: { action, resource: other }, effect: { type: 'set-field', path: arn, value: foreign } },
      ],
    });
    expect(resources.map(({ id }) => id)).toEqual(own);
    expect(coverage).toMatchObject([{ state: 'read' }]);
  });
});
