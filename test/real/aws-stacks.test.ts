/**
 * The templates, read by a linter and carried out by a CloudFormation that others wrote: the scanner in one account, its reader
 * in another. Then our own AWS source reads what came of it.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import { actionsFor } from '#engine/permissions.ts';
import { compareText } from '#model/resource.ts';
import { admits, documentOf } from '#test/support/trust.ts';
import { markedStage, scannerTemplate } from '../../scripts/deploy/scanner-template.ts';
import { serverlessTemplate } from '../../scripts/deploy/serverless-package.ts';
import { bundleNames } from '../../scripts/functions/bundles.ts';
import { zip } from '../../scripts/functions/zip.ts';
import type { Place } from './account/place.ts';
import { addMember, callerAt, faultyAccount, region, roleName } from './account/place.ts';
import { scanAccounts } from './account/scan.ts';
import type { Stack } from './stacks/cloudformation.ts';
import { createStack } from './stacks/cloudformation.ts';

const endpoint = process.env['PLUMBLINE_MOTO'];
const lint = process.env['PLUMBLINE_CFN_LINT'];
if (endpoint === undefined || lint === undefined) {
  console.log('moto and cfn-lint are not there (npm run test:real brings them); skipped, proves nothing');
}

const deploy = join(import.meta.dirname, '../../deploy');
const archives = new Map(bundleNames.map((name) => [name, `functions/${name}-0123456789abcdef.zip`]));

describe.skipIf(endpoint === undefined || lint === undefined)('the templates', () => {
  let folder: string;
  const texts = new Map<string, string>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-stacks-'));
    for (const name of bundleNames) await writeFile(join(folder, `${name}.zip`), zip(new Map()));
    const packaged = await serverlessTemplate({ artifacts: folder, stage: markedStage });
    texts.set('scanner.json', JSON.stringify(scannerTemplate(packaged, archives)));
    texts.set('member-role.yml', await readFile(join(deploy, 'member-role.template.yml'), 'utf8'));
    texts.set('github-actions.yml', await readFile(join(deploy, 'github-actions/role.template.yml'), 'utf8'));
    for (const [name, text] of texts) await writeFile(join(folder, name), text);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are sound to cfn-lint', async () => {
    expect(texts.size).toBe(3);
    expect(await findingsOf([...texts.keys()].map((name) => join(folder, name)))).toEqual([]);
  });

  it('are not sound to cfn-lint once a property is misspelt', async () => {
    const file = join(folder, 'broken.yml');
    await writeFile(
      file,
      named(texts, 'member-role.yml').replace('MaxSessionDuration:', 'MaxSessionDuraton:'),
    );
    expect(await findingsOf([file])).toEqual([expect.stringContaining('MaxSessionDuraton')]);
  });

  describe('carried out in two accounts of moto', () => {
    let caller: Place;
    let member: Place;
    let scanner: Stack;
    let reader: Stack;
    let workflow: Stack;

    beforeAll(async () => {
      await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
      caller = callerAt(endpoint ?? '');
      member = await addMember(caller);
      const s3 = new S3Client({ ...caller.settings, forcePathStyle: true });
      await s3.send(
        new CreateBucketCommand({
          Bucket: 'artifacts',
          CreateBucketConfiguration: { LocationConstraint: region },
        }),
      );
      for (const archive of archives.values()) {
        await s3.send(new PutObjectCommand({ Bucket: 'artifacts', Key: `plumbline/${archive}`, Body: 'PK' }));
      }
      scanner = await createStack(caller, 'plumbline', named(texts, 'scanner.json'), {
        ArtifactBucket: 'artifacts',
      });
      reader = await createStack(member, 'plumbline-reader', named(texts, 'member-role.yml'), {
        ScannerRoleArns: named(scanner.outputs, 'ScannerRoleArns'),
        RoleName: roleName,
      });
      workflow = await createStack(caller, 'plumbline-ci', named(texts, 'github-actions.yml'), {
        Repository: 'meridian/security',
        StoreBucket: named(scanner.outputs, 'StoreBucketName'),
      });
    });

    it('are complete', () => {
      expect([scanner, reader, workflow].map(({ status }) => status)).toEqual(
        Array.from({ length: 3 }, () => 'CREATE_COMPLETE'),
      );
      expect(scanner.resources.size).toBeGreaterThan(40);
    });

    it('let the two roles of the scanner read the other account, and no further role', async () => {
      const iam = new IAMClient(member.settings);
      const { Role } = await iam.send(new GetRoleCommand({ RoleName: roleName }));
      const trust = documentOf(Role?.AssumeRolePolicyDocument);
      const from = (name: string): boolean =>
        admits(trust, {
          principal: `arn:aws:iam::${faultyAccount}:root`,
          keys: { 'aws:principalarn': `arn:aws:iam::${faultyAccount}:role/${name}` },
        });
      const roles = ['planAws', 'scanAws', 'commit', 'github-actions'].map((name) => `plumbline-${name}`);
      expect(roles.filter(from)).toEqual(['plumbline-planAws', 'plumbline-scanAws']);
    });

    it('give the reader what a scan asks of an account, and nothing else', async () => {
      const iam = new IAMClient(member.settings);
      const { AttachedPolicies = [] } = await iam.send(
        new ListAttachedRolePoliciesCommand({ RoleName: roleName }),
      );
      const granted: string[] = [];
      for (const { PolicyArn } of AttachedPolicies) {
        const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
        const { PolicyVersion } = await iam.send(
          new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
        );
        for (const { actions } of documentOf(PolicyVersion?.Document).statements) {
          if (actions !== 'none') granted.push(...actions);
        }
      }
      const uses = actionsFor(allChecks, { route: 'config', inventory: 'auto', assumesRole: true });
      expect(granted.toSorted(compareText)).toEqual(
        uses.filter(({ place }) => place === 'account').map(({ action }) => action),
      );
    });

    it('show no fault to Plumbline’s own scan, but for the bucket policy that moto does not make', async () => {
      const { findings, manifest, unknowns } = await scanAccounts(caller, 'direct');
      const passes = (check: string): number =>
        Object.entries(manifest.counts).flatMap(([id, { pass }]) => (id === check ? [pass] : []))[0] ?? 0;
      const own = new Set([scanner, reader, workflow].flatMap(({ resources }) => [...resources.values()]));
      const found = findings.filter(({ name }) => own.has(name)).map(({ check, name }) => [check, name]);
      expect(found).toEqual([['data.aws.bucket-requires-tls', named(scanner.outputs, 'StoreBucketName')]]);
      expect(passes('data.aws.function-environment-has-no-secrets')).toBe(12);
      expect(passes('data.aws.queue-not-public')).toBe(2);
      // Moto breaks on inline policies that its CloudFormation made: the scanner's own roles stay open, and are said to.
      const open = unknowns.filter(
        ({ kind, account }) => kind === 'AWS::IAM::Role' && account === faultyAccount,
      );
      expect(open).toMatchObject([{ reason: 'unavailable', missing: 'iam:GetAccountAuthorizationDetails' }]);
      expect(passes('iam.aws.role-trust-not-foreign')).toBe(2);
    });
  });
});

/** @throws Error where nothing has that name. */
function named(values: ReadonlyMap<string, string>, name: string): string {
  const value = values.get(name);
  if (value === undefined) throw new Error(`there is no ${name}`);
  return value;
}

/**
 * Its sentences, without the one that does not know that CloudFormation puts the partition in: the pattern there admits
 * `arn:aws:` only.
 */
async function findingsOf(files: readonly string[]): Promise<readonly string[]> {
  const run = promisify(execFile)(lint ?? '', ['--format', 'json', '--', ...files]);
  // It exits with another number than 0 when it finds something, and its answer is the same.
  const { stdout } = await run.catch((error: unknown) => error as { readonly stdout: string });
  const found = JSON.parse(stdout) as readonly {
    readonly Message: string;
    readonly Rule: { readonly Id: string };
  }[];
  return found
    .filter(({ Message }) => !Message.includes(`'arn:\${Partition}:states:::sqs:sendMessage' does not match`))
    .map(({ Rule, Message }) => `${Rule.Id} ${Message}`);
}
