/** The calls that each resource costs: what they can end in, and that none of it is ever taken for "there is none". */
import { describe, expect, it } from 'vitest';
import { directSourceOf } from '#model/aws/direct-sources.ts';
import type { ConfigItem } from '#sandbox/estate/estate.ts';
import { directKind } from '#sources/aws/direct/kinds.ts';
import { itemsOf, itemWhere, partOf, partsOf, tell } from './one-kind.ts';

const kinds = [
  'AWS::KMS::Key',
  'AWS::Lambda::Function',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::RDS::DBSnapshot',
  'AWS::DynamoDB::Table',
  'AWS::ECR::Repository',
  'AWS::EKS::Cluster',
  'AWS::EFS::FileSystem',
] as const;

const details = kinds.flatMap((kind) =>
  (directKind(kind)?.details ?? []).map(({ actions, parts }) => ({
    kind,
    action: actions[0] ?? '',
    actions,
    parts,
  })),
);

/** An action may serve several details. */
const withoutPartsOf = (kind: string, action: string): readonly string[] => {
  const read = new Set(
    (directKind(kind)?.details ?? [])
      .filter(({ actions }) => (actions as readonly string[]).includes(action))
      .flatMap(({ parts }) => parts),
  );
  return partsOf(kind).filter((part) => !read.has(part));
};

/** Keys that KMS can't rotate are not asked for their rotation. */
const isAsked = (action: string, { configuration }: ConfigItem): boolean =>
  action !== 'kms:GetKeyRotationStatus' ||
  (configuration?.['keySpec'] === 'SYMMETRIC_DEFAULT' && configuration['keyManager'] === 'CUSTOMER');

describe('a detail of one resource', () => {
  it.each(details)('$action that is refused leaves its parts unread', async ({ kind, action, parts }) => {
    const told = await tell(kind, { faults: [{ match: { action }, effect: { type: 'deny' } }] });
    expect(told.resources).toHaveLength(itemsOf(kind).length);
    const asked = itemsOf(kind).filter((item) => isAsked(action, item));
    expect(asked.length).toBeGreaterThan(0);
    for (const item of asked) {
      for (const part of parts) {
        expect(partOf(told, item, part)).toMatchObject({ known: false, reason: 'denied', missing: action });
      }
    }
  });

  it.each(details)('$action that is refused leaves the other parts as they are', async (one) => {
    const { kind, action } = one;
    const whole = await tell(kind);
    const told = await tell(kind, { faults: [{ match: { action }, effect: { type: 'deny' } }] });
    for (const item of itemsOf(kind)) {
      for (const part of withoutPartsOf(kind, action)) {
        expect(partOf(told, item, part)).toEqual(partOf(whole, item, part));
      }
    }
  });

  it.each(details)('$action that is throttled for good leaves its parts unread', async (one) => {
    const { kind, action, parts } = one;
    const told = await tell(kind, { faults: [{ match: { action }, effect: { type: 'throttle' } }] });
    for (const part of parts) {
      expect(partOf(told, itemWhere(kind), part)).toMatchObject({ known: false, reason: 'throttled' });
    }
  });

  it.each(details.flatMap((one) => (['html', 'empty', 'bare'] as const).map((body) => ({ ...one, body }))))(
    '$action with a $body body is not taken for an answer',
    async ({ kind, action, parts, body }) => {
      const whole = await tell(kind);
      const told = await tell(kind, {
        faults: [{ match: { action }, effect: { type: 'wrong-body', body } }],
      });
      let compared = 0;
      for (const item of itemsOf(kind)) {
        for (const part of parts) {
          const before = partOf(whole, item, part);
          // A service that says "there is none" by an error has no body to be damaged.
          if (!before.known || before.value === 'none') continue;
          compared += 1;
          expect(partOf(told, item, part)).toMatchObject({ known: false });
        }
      }
      expect(compared).toBeGreaterThan(0);
    },
  );

  it.each(details.filter(({ action }) => action !== 'lambda:GetPolicy'))(
    '$action of a resource that is deleted meanwhile leaves it out',
    async ({ kind, action }) => {
      const gone = itemWhere(kind);
      const told = await tell(kind, {
        faults: [{ match: { action }, effect: { type: 'change', hide: [gone.arn ?? gone.resourceId] } }],
      });
      expect(told.resources.map(({ id }) => id).sort()).toEqual(
        itemsOf(kind)
          .filter((item) => item !== gone)
          .map(({ arn }) => arn)
          .sort(),
      );
      expect(told.coverage).toMatchObject([{ state: 'read' }]);
    },
  );

  it.each(details)('$action is not asked where nobody reads its parts', async ({ kind, action, parts }) => {
    const told = await tell(kind, { parts: withoutPartsOf(kind, action) });
    expect(told.calls.map((call) => call.action)).not.toContain(action);
    expect(told.resources).toHaveLength(itemsOf(kind).length);
    for (const { parts: read } of told.resources) {
      for (const part of parts) expect(read).not.toHaveProperty(part);
    }
  });

  it.each(details)('$action is named as what its parts are read by', ({ kind, actions, parts }) => {
    for (const part of parts) expect(directSourceOf(kind)?.parts?.[part as never]).toEqual(actions);
  });
});

describe('a resource whose own policy refuses the reader', () => {
  it.each([
    ['AWS::KMS::Key', 'kms:GetKeyPolicy', 'policy'],
    ['AWS::S3::Bucket', 's3:GetBucketAcl', 'acl'],
    ['AWS::SQS::Queue', 'sqs:GetQueueAttributes', 'policy'],
  ])('is unread alone: %s', async (kind, action, part) => {
    const told = await tell(kind, {
      faults: [{ match: { action }, effect: { type: 'deny', by: 'resource' }, times: 1 }],
      // One after the other.
      sandbox: { longestPage: 1 },
    });
    const readings = itemsOf(kind).map((item) => partOf(told, item, part));
    expect(readings.length).toBeGreaterThan(1);
    expect(readings.filter(({ known }) => !known)).toMatchObject([{ reason: 'denied', missing: action }]);
  });

  it('is not a permission that the account lacks, which is asked for once', async () => {
    const action = 'kms:GetKeyPolicy';
    const told = await tell('AWS::KMS::Key', {
      faults: [{ match: { action }, effect: { type: 'deny' }, times: 1 }],
      sandbox: { longestPage: 1 },
    });
    expect(told.calls.filter((call) => call.action === action)).toHaveLength(1);
  });
});
