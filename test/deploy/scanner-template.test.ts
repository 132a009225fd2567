import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Kind } from '#model/kinds.ts';
import { compareText } from '#model/resource.ts';
import { checksFor, judged } from '#test/support/cloudformation/judged.ts';
import type { Resolved, ResolvedTemplate } from '#test/support/cloudformation/resolve.ts';
import { resolveTemplate } from '#test/support/cloudformation/resolve.ts';
import { faultsOf } from '#test/support/cloudformation/rules.ts';
import type { Template } from '#test/support/cloudformation/template.ts';
import { patternOf, readTemplate } from '#test/support/cloudformation/template.ts';
import { ask } from '#test/support/describe-check.ts';
import type { Package } from '#test/support/scheduled/package.ts';
import { packageService } from '#test/support/scheduled/package.ts';
import type { Module } from '#test/support/terraform.ts';
import { moduleFaults, readModule } from '#test/support/terraform.ts';
import { markedStage, scannerTemplate } from '../../scripts/deploy/scanner-template.ts';
import { serverlessTemplate } from '../../scripts/deploy/serverless-package.ts';
import { bundleNames } from '../../scripts/functions/bundles.ts';

const archives = new Map(bundleNames.map((name) => [name, `functions/${name}-0123456789abcdef.zip`]));
const key = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';

let service: Package;
let text: string;
let packaged: unknown;
let template: Template;
beforeAll(async () => {
  service = await packageService({ archives: 'empty' });
  packaged = await serverlessTemplate({ artifacts: `${service.folder}/artifacts`, stage: markedStage });
  text = JSON.stringify(scannerTemplate(packaged, archives));
  template = readTemplate(text);
}, 120_000);
afterAll(() => rm(service.folder, { recursive: true }));

const stack = (of: Template, parameters: Readonly<Record<string, string | number>> = {}): ResolvedTemplate =>
  resolveTemplate(of, {
    account: '111122223333',
    region: 'eu-west-1',
    partition: 'aws',
    name: 'plumbline-dev',
    parameters,
  });

const scanner = (parameters: Readonly<Record<string, string | number>> = {}): ResolvedTemplate =>
  stack(template, { Name: 'plumbline-dev', ArtifactBucket: 'artifacts', ...parameters });

/** Where the code lies is what the two differ in; what an order waits for follows from the references as well. */
const comparable = ({ resources }: ResolvedTemplate): Readonly<Record<string, Resolved>> =>
  Object.fromEntries(
    Object.entries(resources)
      .filter(([id]) => !id.startsWith('ServerlessDeploymentBucket'))
      .map(
        ([
          id,
          {
            Properties: { Code: _code, ...Properties },
            ...rest
          },
        ]) => [id, { ...rest, Properties }],
      ),
  );

const given = {
  Schedule: 'rate(6 hours)',
  LateAfterHours: 7,
  ReaderRole: 'audit/Reader',
  StoreKey: key,
  LockDays: 400,
  WebhookUrl: 'https://example.com/hook',
  WebhookSecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:hook-a1b2c3',
  AlertSecretArns: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:chat-a1b2c3',
  AlertTopicArns: 'arn:aws:sns:eu-west-1:111122223333:cloud-alerts',
  AlertSenderArns: 'arn:aws:ses:eu-west-1:111122223333:identity/example.com',
  AlertKeyArns: `${key.replace('1111-', '2222-')},${key}`,
  AlarmTopic: 'arn:aws:sns:eu-west-1:111122223333:security',
};

describe('the template of the scanner for CloudFormation alone', () => {
  it.each([
    ['by default', {}],
    ['with every parameter given', given],
  ])('makes, resource by resource, what `serverless deploy` makes, %s', (_situation, parameters) => {
    const theirs = comparable(stack(readTemplate(JSON.stringify(service.template)), parameters));
    const ours = comparable(scanner(parameters));
    expect(Object.keys(ours)).toEqual(Object.keys(theirs));
    for (const [id, resource] of Object.entries(theirs)) expect(ours[id], id).toEqual(resource);
    expect(Object.keys(ours).length).toBeGreaterThan(45);
  });

  it('keeps what `serverless deploy` would keep', () => {
    const kept = Object.entries(template.Resources).filter(
      ([, { DeletionPolicy }]) => DeletionPolicy === 'Retain',
    );
    expect(kept.map(([id]) => id)).toEqual(['StoreBucket']);
    expect(kept.map(([, { UpdateReplacePolicy }]) => UpdateReplacePolicy)).toEqual(['Retain']);
  });

  it('locks the store for as many days as it is told, and not at all where it is told none', () => {
    const Properties = {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 400 } } },
    };
    expect(scanner({ LockDays: 400 }).resources).toMatchObject({ StoreBucket: { Properties } });
    expect(JSON.stringify(scanner().resources)).not.toContain('ObjectLock');
  });

  it('takes each function from the archive of its bundle, whose name changes with its content', () => {
    const { resources } = scanner({ ArtifactPrefix: 'releases/1/' });
    const functions = Object.values(resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    expect(functions).toHaveLength(12);
    for (const { Properties } of functions) {
      const [bundle] = String(Properties['Handler']).split('.');
      expect(Properties['Code']).toEqual({
        S3Bucket: 'artifacts',
        S3Key: `releases/1/functions/${bundle}-0123456789abcdef.zip`,
      });
    }
  });

  it('holds nothing of the stage that it was packaged under, nor of the moment', () => {
    expect(text).not.toContain(markedStage);
    expect(JSON.stringify(packaged)).toMatch(/\d{13}-20\d\d-/);
    expect(text).not.toMatch(/\d{13}|20\d\d-\d\d-\d\dT/);
  });

  it('holds what CloudFormation asks of a template', () => {
    expect(faultsOf(text, template)).toEqual([]);
  });

  it('makes no name that AWS would refuse, however long the service is called', () => {
    const Name = `p${'x'.repeat(39)}`;
    expect(Name).toMatch(patternOf(template, 'Name'));
    expect(`${Name}x`).not.toMatch(patternOf(template, 'Name'));
    const names = Object.values(scanner({ Name }).resources).flatMap(({ Type, Properties }) =>
      Type === 'AWS::Lambda::Function' ? [Properties['FunctionName']] : [Properties['RoleName'] ?? []].flat(),
    );
    expect(names).toHaveLength(18);
    for (const name of names) expect(String(name)).toMatch(/^[\w+=,.@-]{1,64}$/);
  });

  it('names the two roles that read other accounts, for their trust', () => {
    expect(String(scanner().outputs['ScannerRoleArns']).split(',')).toEqual([
      'arn:aws:iam::111122223333:role/plumbline-dev-planAws',
      'arn:aws:iam::111122223333:role/plumbline-dev-scanAws',
    ]);
    for (const name of ['PlanAws', 'ScanAws']) {
      const role = JSON.stringify(scanner({ ReaderRole: 'audit/Reader' }).resources[`${name}Role`]);
      expect(role).toContain('"Resource":"arn:aws:iam::*:role/audit/Reader"');
    }
  });

  it('lets the alert function use the keys of its secrets and topics where there are some, and no other', () => {
    const alertRole = (parameters: Readonly<Record<string, string | number>>): string =>
      JSON.stringify(scanner(parameters).resources['AlertRole']);
    expect(alertRole({})).not.toContain('kms:');
    expect(alertRole({ AlertKeyArns: key })).toContain(
      `"Action":["kms:Decrypt","kms:GenerateDataKey"],"Resource":["${key}"]`,
    );
    expect(JSON.stringify(scanner({ AlertKeyArns: key }).resources['ReportRole'])).not.toContain('kms:');
  });

  it('is refused where the framework made something that is not known here', () => {
    expect(() => scannerTemplate(packaged, new Map())).toThrow(/there is no archive for .*\.zip/);
    const other = JSON.parse(JSON.stringify(packaged)) as { Resources: Record<string, unknown> };
    other.Resources['Other'] = { Type: 'X', Properties: { Text: `plumbline-${markedStage}-\${name}` } };
    expect(() => scannerTemplate(other, archives)).toThrow(/a text with names of its own/);
  });
});

const kinds: readonly Kind[] = [
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::IAM::Role',
  'AWS::Lambda::Function',
];

/** `check kind name` → the verdict of each check on each resource of the stack. */
const verdicts = (resources: Readonly<Record<string, Resolved>>): ReadonlyMap<string, string> =>
  new Map(
    judged(resources).flatMap((resource) =>
      checksFor(resource).map((check) => [`${check.id} ${resource.name}`, ask(check, resource).verdict]),
    ),
  );

describe('what Plumbline says of its own stack', () => {
  it('is a pass of each check on each bucket, queue, role and function', () => {
    const { resources } = scanner({ StoreKey: key, WebhookUrl: 'https://example.com/hook' });
    expect(new Set(judged(resources).map(({ kind }) => kind))).toEqual(new Set(kinds));
    const said = verdicts(resources);
    expect(said.size).toBeGreaterThan(60);
    expect([...said].filter(([, verdict]) => verdict !== 'pass')).toEqual([]);
  });

  it('is a fail where the bucket policy, the block or a trust policy is not there as it is', () => {
    const { resources } = scanner();
    const without = (id: string, property: string, value: unknown): readonly string[] => {
      const changed = structuredClone(resources) as Record<string, { Properties: Record<string, unknown> }>;
      const resource = changed[id];
      if (resource === undefined) throw new Error(`there is no ${id}`);
      resource.Properties[property] = value;
      return [...verdicts(changed as unknown as typeof resources)].flatMap(([what, verdict]) =>
        verdict === 'fail' ? [what] : [],
      );
    };
    const anybody = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
    };
    expect(without('StoreBucketPolicy', 'Bucket', 'another')).toEqual([
      'data.aws.bucket-requires-tls StoreBucket',
    ]);
    expect(without('ScanAwsRole', 'AssumeRolePolicyDocument', anybody)).toContain(
      'iam.aws.role-trust-not-public ScanAwsRole',
    );
  });
});

describe('the module of the scanner', () => {
  let module: Module;
  beforeAll(async () => {
    module = await readModule(join(import.meta.dirname, '../../deploy/terraform/scanner'));
  });

  it('is whole: each name is declared, each argument known', () => {
    expect(moduleFaults(module)).toEqual([]);
    expect(module.providers).toHaveProperty('aws');
  });

  it('hands on every parameter of the template, with the same default', () => {
    expect(module.locals['hidden']).toContain('in compact([var.webhook_url]) : "WebhookUrl" => url');
    const handed = {
      ...(module.locals['shown'] as Readonly<Record<string, string>>),
      WebhookUrl: `\${var.webhook_url}`,
    };
    expect(Object.keys(handed).toSorted(compareText)).toEqual(
      Object.keys(template.Parameters).toSorted(compareText),
    );
    for (const [name, expression] of Object.entries(handed)) {
      const [, variable = ''] = /^\$\{(?:join\(",", )?var\.(\w+)\)?\}$/.exec(expression) ?? [];
      expect(variable.replaceAll('_', ''), name).toBe(name.toLowerCase());
      const standard = module.variables[variable]?.['default'];
      const [parameter] = Object.entries(template.Parameters).flatMap(([id, one]) =>
        id === name ? [one] : [],
      );
      expect(Array.isArray(standard) ? standard.join(',') : standard, name).toEqual(parameter?.Default);
    }
  });

  it('gives out what the template does, by names that it has', () => {
    const taken = Object.values(module.outputs).map(
      ({ value }) => /outputs\["(\w+)"\]/.exec(String(value))?.[1],
    );
    expect(taken.toSorted()).toEqual(Object.keys(template.Outputs).toSorted(compareText));
  });

  it('has the archives lie where the template looks for them, before the stack is made', () => {
    const { resources } = module;
    expect(resources['aws_s3_object.archive']).toMatchObject({
      for_each: `\${fileset(local.package, "functions/*.zip")}`,
      key: `\${var.artifact_prefix}\${each.value}`,
    });
    expect(resources['aws_cloudformation_stack.scanner']).toMatchObject({
      parameters: `\${merge(local.shown, local.hidden)}`,
      depends_on: [`\${aws_s3_object.archive}`],
      capabilities: ['CAPABILITY_NAMED_IAM'],
    });
  });
});
