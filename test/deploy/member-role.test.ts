import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import { actionsFor } from '#engine/permissions.ts';
import type { TrustBoundary } from '#model/analyses.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import type { OutsideGrant } from '#model/policy/exposure.ts';
import { outsideGrants } from '#model/policy/exposure.ts';
import { decideAction } from '#model/policy/grants.ts';
import type { Resolved } from '#test/support/cloudformation/resolve.ts';
import { resolveTemplate } from '#test/support/cloudformation/resolve.ts';
import { faultsOf } from '#test/support/cloudformation/rules.ts';
import type { Template } from '#test/support/cloudformation/template.ts';
import { patternOf, readTemplate } from '#test/support/cloudformation/template.ts';
import type { Module } from '#test/support/terraform.ts';
import { moduleFaults, readModule } from '#test/support/terraform.ts';
import { admits, documentOf } from '#test/support/trust.ts';
import { runCli } from '../cli/run-cli.ts';

const deploy = join(import.meta.dirname, '../../deploy');
const scanner = '222233334444';
const member = '555566667777';
const roles = ['planAws', 'scanAws'].map((name) => `arn:aws:iam::${scanner}:role/plumbline-dev-${name}`);

let text: string;
let template: Template;
let terraform: Module;
beforeAll(async () => {
  text = await readFile(join(deploy, 'member-role.template.yml'), 'utf8');
  template = readTemplate(text);
  terraform = await readModule(join(deploy, 'terraform/member-role'));
});

const stackWith = (
  parameters: Readonly<Record<string, string>> = {},
  partition = 'aws',
): readonly Resolved[] =>
  Object.values(
    resolveTemplate(template, {
      account: member,
      region: 'eu-west-1',
      partition,
      name: 'plumbline-member',
      parameters: { ScannerRoleArns: roles.join(','), ...parameters },
    }).resources,
  );

const roleIn = (resources: readonly Resolved[]): Readonly<Record<string, unknown>> =>
  resources.find(({ Type }) => Type === 'AWS::IAM::Role')?.Properties ?? {};

const actionsIn = (documents: readonly unknown[]): readonly string[] =>
  documents
    .flatMap((document) => documentOf(document).statements)
    .flatMap(({ effect, actions }) => (effect === 'Allow' && actions !== 'none' ? actions : []))
    .sort((a, b) => (a < b ? -1 : 1));

/** `action resource` of each grant. */
const grantsIn = (documents: readonly unknown[]): readonly string[] =>
  documents
    .flatMap((document) => documentOf(document).statements)
    .flatMap(({ effect, actions, resources }) =>
      effect === 'Allow' && actions !== 'none' && resources !== 'none'
        ? actions.flatMap((action) => resources.map((resource) => `${action} ${resource}`))
        : [],
    )
    .sort((a, b) => (a < b ? -1 : 1));

/** The module's documents, in a partition. */
const terraformPolicies = (name: string, partition = 'aws'): readonly unknown[] =>
  JSON.parse(JSON.stringify(terraform.locals[name]).replaceAll(`\${local.partition}`, partition));

const policiesIn = (resources: readonly Resolved[]): readonly unknown[] =>
  resources.flatMap(({ Type, Properties }) =>
    Type === 'AWS::IAM::ManagedPolicy' ? [Properties['PolicyDocument']] : [],
  );

/** The module's expressions, with the values that Terraform gives them. */
const terraformTrust = (externalId?: string): unknown =>
  JSON.parse(
    JSON.stringify(
      terraform.locals[externalId === undefined ? 'trust_policy' : 'trust_policy_with_external_id'],
    )
      .replaceAll(`"\${var.scanner_role_arns}"`, JSON.stringify(roles))
      .replaceAll(`\${local.partition}`, 'aws')
      .replaceAll(`\${local.scanner_account}`, scanner)
      .replaceAll(`\${var.external_id}`, externalId ?? ''),
  );

const trusts: readonly (readonly [string, (externalId?: string) => PolicyDocument])[] = [
  [
    'CloudFormation',
    (externalId) =>
      documentOf(
        roleIn(stackWith(externalId === undefined ? {} : { ExternalId: externalId }))[
          'AssumeRolePolicyDocument'
        ],
      ),
  ],
  ['Terraform', (externalId) => documentOf(terraformTrust(externalId))],
];

describe('what the role in each account may do', () => {
  it('is what `plumbline permissions` prints for it, by CloudFormation and by Terraform', async () => {
    const { code, out } = await runCli([
      'permissions',
      '--provider',
      'aws',
      '--role',
      'PlumblineReader',
      '--json',
    ]);
    expect(code).toBe(0);
    const { policies } = JSON.parse(out) as {
      readonly policies: readonly { readonly attachTo: string; readonly policy: unknown }[];
    };
    const printed = grantsIn(
      policies.flatMap(({ attachTo, policy }) =>
        attachTo.includes('in each scanned account') ? [policy] : [],
      ),
    );
    expect(printed.length).toBeGreaterThan(40);
    expect(grantsIn(policiesIn(stackWith()))).toEqual(printed);
    expect(grantsIn(terraformPolicies('reader_policies'))).toEqual(printed);
  });

  it('is of the partition that the account is in, whoever deploys it, and leaves API keys unread', async () => {
    const { out } = await runCli([
      ...['permissions', '--provider', 'aws', '--region', 'cn-north-1', '--json'],
    ]);
    const { policies } = JSON.parse(out) as { readonly policies: readonly { readonly policy: unknown }[] };
    const ways = {
      cloudFormation: policiesIn(stackWith({}, 'aws-cn')),
      terraform: terraformPolicies('reader_policies', 'aws-cn'),
      printed: policies.map(({ policy }) => policy),
    };
    for (const [way, documents] of Object.entries(ways)) {
      const decided = (path: string): string =>
        decideAction(
          documents.map(documentOf),
          'apigateway:GET',
          `arn:aws-cn:apigateway:cn-north-1::${path}`,
        );
      expect([way, decided('/restapis/a1/stages')]).toEqual([way, 'allowed']);
      for (const path of ['/apikeys', '/apikeys/k1', '/usageplans/u1/keys/k1']) {
        expect([way, path, decided(path)]).toEqual([way, path, 'implicit-deny']);
      }
    }
  });

  it('covers what a scan through an aggregator asks of the account, and of the one that holds the aggregator', () => {
    const scope = { route: 'config-aggregator', inventory: 'auto', assumesRole: true } as const;
    const uses = actionsFor(allChecks, scope);
    const asked = (place: string): readonly string[] =>
      uses.filter((use) => use.place === place).map(({ action }) => action);
    const plain = actionsIn(policiesIn(stackWith()));
    expect(plain).toEqual(expect.arrayContaining([...asked('account')]));
    const holding = actionsIn(policiesIn(stackWith({ HoldsAggregator: 'true' })));
    const added = holding.filter((action) => !plain.includes(action));
    expect(added).toEqual(asked('aggregator'));
    expect(actionsIn(terraformPolicies('aggregator_policies'))).toEqual(added);
  });

  it('reads, names every action in full, and lends nothing on', () => {
    for (const action of actionsIn(policiesIn(stackWith({ HoldsAggregator: 'true' })))) {
      expect(action).toMatch(/^[a-z0-9-]+:(?:(Describe|Generate|Get|List|Select)[A-Za-z]+|GET)$/);
      // Whoever can read contents, or decrypt them, reads more than a configuration.
      expect(action).not.toMatch(
        /^(s3:GetObject|kms:Decrypt|secretsmanager:GetSecretValue|sts:|ssm:GetParam)/,
      );
    }
  });

  it('fits into what IAM takes: 6,144 characters a policy, ten policies', () => {
    const policies = policiesIn(stackWith({ HoldsAggregator: 'true' }));
    expect(policies.length).toBeLessThanOrEqual(10);
    for (const policy of policies) expect(JSON.stringify(policy).length).toBeLessThanOrEqual(6144);
  });
});

describe.each(trusts)('the trust of the role by %s', (_road, trust) => {
  const root = `arn:aws:iam::${scanner}:root`;
  const from = (arn: string, keys: Readonly<Record<string, string>> = {}): boolean =>
    admits(trust(), { principal: root, keys: { 'aws:principalarn': arn, ...keys } });

  it('admits each of the scanner’s roles', () => {
    for (const role of roles) expect(from(role), role).toBe(true);
  });

  it('admits nobody else of that account, however the name is like theirs', () => {
    for (const arn of [
      root,
      `arn:aws:iam::${scanner}:role/plumbline-dev-commit`,
      `arn:aws:iam::${scanner}:role/path/plumbline-dev-scanAws`,
      `arn:aws:iam::${scanner}:role/plumbline-dev-scanAws2`,
      `arn:aws:iam::${scanner}:role/Plumbline-dev-scanAws`,
      `arn:aws:iam::${scanner}:user/plumbline-dev-scanAws`,
      `arn:aws:iam::999900001111:role/plumbline-dev-scanAws`,
      `arn:aws:sts::${scanner}:assumed-role/plumbline-dev-scanAws/session`,
    ]) {
      expect(from(arn), arn).toBe(false);
    }
    expect(admits(trust(), { principal: root, keys: {} })).toBe(false);
    fc.assert(
      fc.property(fc.stringMatching(/^[\w+=.@-]{1,64}$/), (name) => {
        const arn = `arn:aws:iam::${scanner}:role/${name}`;
        return from(arn) === roles.includes(arn);
      }),
    );
  });

  it('asks for the external id where there is one', () => {
    const guarded = trust('red-door');
    const as = (keys: Readonly<Record<string, string>>): boolean =>
      admits(guarded, { principal: root, keys: { 'aws:principalarn': roles[0] ?? '', ...keys } });
    expect(as({ 'sts:externalid': 'red-door' })).toBe(true);
    expect(as({ 'sts:externalid': 'red-Door' })).toBe(false);
    expect(as({})).toBe(false);
  });

  it('lets in nobody outside the scanner’s account, and no outsider where that is one’s own', () => {
    const context = (accounts: readonly string[]): readonly OutsideGrant[] => {
      const boundary: TrustBoundary = {
        accounts: new Set(accounts),
        organization: 'unknown',
        partners: new Set(),
      };
      return outsideGrants(trust(), { trust: boundary, account: member, kind: 'AWS::IAM::Role' });
    };
    expect(context([member, scanner])).toEqual([]);
    expect(context([member])).toMatchObject([
      { reach: 'foreign-account', who: expect.stringContaining(scanner), actions: ['sts:AssumeRole'] },
    ]);
  });
});

describe('the template of the role in each account', () => {
  it('holds what CloudFormation asks of a template', () => {
    expect(faultsOf(text, template)).toEqual([]);
    // A stack set takes it inline, without a bucket.
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(51_200);
  });

  it('refuses a wildcard among the roles that may scan', () => {
    const pattern = patternOf(template, 'ScannerRoleArns');
    for (const role of roles) expect(role).toMatch(pattern);
    for (const role of [
      '*',
      `arn:aws:iam::${scanner}:role/*`,
      `arn:aws:iam::*:role/x`,
      `arn:aws:iam::${scanner}:root`,
      '',
    ]) {
      expect(role).not.toMatch(pattern);
    }
  });

  it('takes a path, a name and a boundary', () => {
    const boundary = `arn:aws:iam::${member}:policy/bound`;
    const plain = roleIn(stackWith());
    expect(plain).toMatchObject({ RoleName: 'PlumblineReader', Path: '/', MaxSessionDuration: 3600 });
    expect(plain).not.toHaveProperty('PermissionsBoundary');
    const stack = { RoleName: 'Reader', RolePath: '/audit/', PermissionsBoundary: boundary };
    expect(roleIn(stackWith(stack))).toMatchObject({
      RoleName: 'Reader',
      Path: '/audit/',
      PermissionsBoundary: boundary,
    });
  });
});

describe('the module of the role in each account', () => {
  it('is whole: each name is declared, each argument known', () => {
    expect(moduleFaults(terraform)).toEqual([]);
    expect(terraform.providers).toHaveProperty('aws');
  });

  it('attaches each of its policies to its one role', () => {
    const { resources } = terraform;
    expect(Object.keys(resources)).toEqual([
      'aws_iam_policy.reader',
      'aws_iam_role.reader',
      'aws_iam_role_policy_attachment.reader',
    ]);
    expect(resources['aws_iam_policy.reader']).toMatchObject({
      count: `\${length(local.policies)}`,
      policy: `\${jsonencode(local.policies[count.index])}`,
    });
    expect(resources['aws_iam_role_policy_attachment.reader']).toMatchObject({
      count: `\${length(local.policies)}`,
      role: `\${aws_iam_role.reader.name}`,
    });
  });
});
