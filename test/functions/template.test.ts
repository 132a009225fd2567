import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stateMachine } from '#functions/state-machine.ts';
import type { Package, Resource } from '#test/support/scheduled/package.ts';
import { packageService } from '#test/support/scheduled/package.ts';

let service: Package;
beforeAll(async () => {
  service = await packageService({ archives: 'empty' });
}, 60_000);
afterAll(() => rm(service.folder, { recursive: true }));

const of = (type: string): readonly Resource[] =>
  Object.values(service.resources).filter(({ Type }) => Type === type);
const properties = (id: string): Readonly<Record<string, unknown>> => service.resources[id]?.Properties ?? {};

/** Names in `${}`. */
const namesIn = (value: unknown): readonly string[] => [
  ...new Set([...JSON.stringify(value).matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name)),
];

const sorted = (values: readonly string[]): readonly string[] => values.toSorted((a, b) => (a < b ? -1 : 1));

describe('the template that serverless makes, without network and login', () => {
  it('holds the state machine that the tests run, with a value for each of its names and no other', () => {
    const { Definition, DefinitionSubstitutions } = properties('ScanMachine');
    expect(Definition).toEqual(JSON.parse(JSON.stringify(stateMachine)));
    expect(sorted(Object.keys(DefinitionSubstitutions as object))).toEqual(sorted(namesIn(Definition)));
  });

  it('lets the state machine invoke the functions that it names, and no other', () => {
    const { Definition, DefinitionSubstitutions } = properties('ScanMachine');
    const wanted = namesIn(Definition).flatMap((name) => (name.endsWith('Arn') ? [name] : []));
    const arns = wanted.map((name) => (DefinitionSubstitutions as Record<string, unknown>)[name]);
    const { Policies } = properties('ScanMachineRole') as {
      readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly object[] } }[];
    };
    const statement = Policies[0]?.PolicyDocument.Statement.find(
      (one) => 'Sid' in one && one.Sid === 'Functions',
    );
    const { Resource: resources } = statement as { readonly Resource: readonly unknown[] };
    const texts = (all: readonly unknown[]): readonly string[] =>
      sorted(all.map((one) => JSON.stringify(one)));
    expect(texts(resources)).toEqual(texts(arns));
  });

  it('gives every function its own role, Node 24 on arm64, and a log that ends', () => {
    const functions = of('AWS::Lambda::Function');
    expect(functions).toHaveLength(12);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    }
    expect(new Set(functions.map(({ Properties }) => JSON.stringify(Properties['Role']))).size).toBe(12);
    const logs = of('AWS::Logs::LogGroup');
    expect(logs).toHaveLength(12);
    for (const { Properties } of logs) expect(Properties['RetentionInDays']).toBe(90);
  });

  it('names a log in each role that its function has', () => {
    for (const [id, { Type, Properties }] of Object.entries(service.resources)) {
      if (Type !== 'AWS::Lambda::Function') continue;
      const role = JSON.stringify(properties(id.replace('LambdaFunction', 'Role')));
      expect(role).toContain(`:log-group:/aws/lambda/${String(Properties['FunctionName'])}:*`);
    }
  });

  it('keeps the store private, encrypted, versioned and to TLS, and does not take it away', () => {
    expect(service.resources['StoreBucket']).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: 'Enabled' },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        BucketEncryption: { ServerSideEncryptionConfiguration: [expect.anything()] },
      },
    });
    expect(properties('StoreBucketPolicy')['PolicyDocument']).toMatchObject({
      Statement: [
        { Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      ],
    });
  });

  it('removes what a function that was killed left of an upload, and never a scan', () => {
    const { Rules } = properties('StoreBucket')['LifecycleConfiguration'] as {
      readonly Rules: readonly Readonly<Record<string, unknown>>[];
    };
    const rules = Rules.map(({ Id: _id, ...rule }) => rule);
    expect(rules).toContainEqual({
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    });
    for (const rule of rules) {
      expect(rule).not.toHaveProperty('ExpirationInDays');
      expect(rule).not.toHaveProperty('ExpirationDate');
      expect(rule).not.toHaveProperty('Transitions');
    }
  });

  it('starts the state machine with the moment that the schedule was set for', () => {
    const { Target } = properties('ScanSchedule') as { readonly Target: Readonly<Record<string, unknown>> };
    expect(JSON.parse(String(Target['Input']))).toEqual({ scheduled: '<aws.scheduler.scheduled-time>' });
    expect(Target['Arn']).toEqual({ Ref: 'ScanMachine' });
  });

  it('delivers alerts again one by one, and keeps those that nobody takes', () => {
    expect(of('AWS::Lambda::EventSourceMapping')[0]?.Properties).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(properties('AlertQueue')).toMatchObject({
      SqsManagedSseEnabled: true,
      RedrivePolicy: {
        maxReceiveCount: 5,
        deadLetterTargetArn: { 'Fn::GetAtt': ['AlertDeadLetters', 'Arn'] },
      },
    });
    for (const id of ['AlertQueue', 'AlertDeadLetters']) {
      expect(properties(`${id}Policy`)).toMatchObject({
        Queues: [{ Ref: id }],
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Deny',
              Principal: '*',
              Resource: { 'Fn::GetAtt': [id, 'Arn'] },
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
          ],
        },
      });
    }
    const timeout = Number(properties('AlertLambdaFunction')['Timeout']);
    expect(Number(properties('AlertQueue')['VisibilityTimeout'])).toBeGreaterThanOrEqual(6 * timeout);
  });

  it('alarms where a scan failed, is late, or an alert was lost', () => {
    expect(properties('ScanLateAlarm')).toMatchObject({
      TreatMissingData: 'breaching',
      // An hour without a scan counts as one, and none further back takes its place.
      Metrics: [
        { Expression: 'FILL(succeeded, 0)', ReturnData: true },
        { MetricStat: { Metric: { MetricName: 'ExecutionsSucceeded' }, Period: 3600, Stat: 'Sum' } },
      ],
    });
    expect(of('AWS::CloudWatch::Alarm')).toHaveLength(3);
  });

  it('permits no wildcard of actions, and every resource only to what reads', () => {
    const wide: string[] = [];
    for (const [id, resource] of Object.entries(service.resources)) {
      if (!['AWS::IAM::Role', 'AWS::IAM::Policy'].includes(resource.Type)) continue;
      for (const [, action = ''] of JSON.stringify(resource).matchAll(/"Action":(\[[^\]]*\]|"[^"]*")/g)) {
        expect(action, id).not.toContain('*');
      }
      for (const [, actions = ''] of JSON.stringify(resource).matchAll(
        /"Action":(\[[^\]]*\]),"Resource":"\*"/g,
      )) {
        wide.push(...(JSON.parse(actions) as readonly string[]));
      }
    }
    // What reads an account's inventory is not known by resource beforehand; nothing of it writes.
    for (const action of wide) {
      expect(action).toMatch(
        /^(xray:Put\w+|apigateway:GET|[a-z0-9-]+:(BatchGet|Describe|Generate|Get|List|Select)\w+)$/,
      );
    }
  });
});
