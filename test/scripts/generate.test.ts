import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import type { Check } from '#model/check.ts';
import { checkIndex } from '../../scripts/generate/check-index.ts';
import { checkPages } from '../../scripts/generate/check-pages.ts';
import { frameworksPage } from '../../scripts/generate/frameworks-page.ts';
import { exportNameOf, loadChecks } from '../../scripts/generate/load-checks.ts';
import type { LoadedCheck, Output } from '../../scripts/generate/output.ts';
import { permissionsPages } from '../../scripts/generate/permissions-page.ts';
import { compareOutputs, writeOutputs } from '../../scripts/generate/write.ts';

const loaded = (check: Check): LoadedCheck => ({
  check,
  exportName: exportNameOf(check.id),
  file: `checks/${check.id.replaceAll('.', '/')}.ts`,
});

const sources = { checks: allChecks.map(loaded) };

const first = allChecks[0];
const renamed = (id: string, overrides: Partial<Check> = {}): LoadedCheck => {
  if (first === undefined) throw new Error('there are no checks');
  return loaded({ ...first, ...overrides, id });
};

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumbline-generate-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const output: Output = {
  folder: 'docs/checks',
  files: () =>
    new Map([
      ['docs/checks/one.md', 'one\n'],
      ['docs/checks/two.md', 'two\n'],
    ]),
};

describe('generated files', () => {
  it('are the same bytes each time', async () => {
    for (const one of [checkIndex, checkPages, frameworksPage, permissionsPages]) {
      expect([...(await one.files(sources))]).toEqual([...(await one.files(sources))]);
    }
  });

  it('differ when one is missing, changed or left over, and not after writing', async () => {
    await mkdir(join(root, 'docs/checks'), { recursive: true });
    await writeFile(join(root, 'docs/checks/one.md'), 'changed by hand\n');
    await writeFile(join(root, 'docs/checks/old.md'), 'of a check that is gone\n');
    const differences = await compareOutputs(root, [output], sources);
    expect(differences.map(({ file, state }) => `${state}: ${file}`)).toEqual([
      'left over: docs/checks/old.md',
      'differs: docs/checks/one.md',
      'missing: docs/checks/two.md',
    ]);
    await writeOutputs(root, differences);
    expect(await compareOutputs(root, [output], sources)).toEqual([]);
    expect(await readFile(join(root, 'docs/checks/one.md'), 'utf8')).toBe('one\n');
  });

  it('list checks of one name in two clouds under two names', async () => {
    const index = await checkIndex.files({
      checks: [renamed('data.aws.bucket-not-public'), renamed('data.gcp.bucket-not-public')],
    });
    const text = index.get('checks/index.ts') ?? '';
    expect(text).toContain("import { bucketNotPublic as dataAwsBucketNotPublic } from './data/aws/");
    expect(text).toContain('  dataGcpBucketNotPublic,\n');
  });

  it('pass the formatter', async () => {
    const name = 'identity-inline-policies-not-administrator';
    const index = await checkIndex.files({
      checks: [
        renamed(`iam.aws.${name}`),
        renamed(`iam.gcp.${name}`),
        renamed(`iam.aws.role-${name}-beyond-what-fits-on-a-line`),
      ],
    });
    const text = index.get('checks/index.ts') ?? '';
    const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
    const run = spawnSync(process.execPath, [biome, 'format', '--stdin-file-path=checks/index.ts'], {
      cwd: join(import.meta.dirname, '../..'),
      input: text,
      encoding: 'utf8',
    });
    expect(run.stdout).toBe(text);
  });

  it('say of each framework which checks decide a control, and what nobody looks at', async () => {
    const pages = await frameworksPage.files({
      checks: [
        renamed('iam.aws.root-odd', { controls: { 'cis-aws-3.0': ['1.4'] } }),
        renamed('iam.aws.root-even', { controls: { 'cis-aws-3.0': ['1.4', '1.6'] } }),
      ],
    });
    const lines = (pages.get('docs/frameworks.md') ?? '').split('\n');
    const [odd, even] = ['iam.aws.root-odd', 'iam.aws.root-even'].map((id) => `[\`${id}\`](checks/${id}.md)`);
    const found = (start: string) => lines.filter((line) => line.startsWith(start));
    expect(found('| 1.4 | Root user has no access keys')).toContain(
      `| 1.4 | Root user has no access keys | full | ${odd}<br>${even} |  |`,
    );
    expect(found('| 1.6 | Root user')[0]).toContain(`| part | ${even} | that the device is hardware`);
    expect(found('| 1.13 | Users have one')[0]).toContain('| part | – | that no user has two');
  });

  it('escape what Markdown would take as markup', async () => {
    const pages = await checkPages.files({
      checks: [renamed('data.aws.odd-words', { title: 'Bucket | [x](y) <b>*bold*</b> `code`' })],
    });
    expect(pages.get('docs/checks/data.aws.odd-words.md')).toContain(
      '# Bucket \\| \\[x\\](y) \\<b\\>\\*bold\\*\\</b\\> \\`code\\`',
    );
  });
});

describe('loading checks', () => {
  const write = async (file: string, text: string) => {
    await mkdir(join(root, file, '..'), { recursive: true });
    await writeFile(join(root, file), text);
  };

  it('refuses a check whose id is not its place', async () => {
    await write('checks/data/aws/odd-one.ts', "export const oddOne = { id: 'data.aws.other-one' };\n");
    await expect(loadChecks(root)).rejects.toThrow(
      'checks/data/aws/odd-one.ts has the id data.aws.other-one; its place asks for data.aws.odd-one',
    );
  });

  it('refuses a file that exports something else', async () => {
    await write('checks/data/aws/odd-two.ts', "export const other = { id: 'data.aws.odd-two' };\n");
    await expect(loadChecks(root)).rejects.toThrow('export one check, named oddTwo');
  });
});
