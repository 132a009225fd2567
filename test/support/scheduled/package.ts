/** What `serverless package` makes of the project, without a network: the template, and the archives that it names. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverlessTemplate } from '../../../scripts/deploy/serverless-package.ts';
import { buildBundle, bundleNames } from '../../../scripts/functions/bundles.ts';
import { zip } from '../../../scripts/functions/zip.ts';
import { unpack } from './packaged.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export interface Package {
  /** Of the test; the caller removes it. */
  readonly folder: string;
  /** As it stands in the file. */
  readonly template: unknown;
  readonly resources: Readonly<Record<string, Resource>>;
  /** Function → handler, such as `ScanAws` → `aws.scanShard`. */
  readonly handlers: Readonly<Record<string, string>>;
  /** Where the archives were unpacked to, one folder for each bundle. */
  readonly unpacked: string;
}

/** @param archives `empty` spares the time where only the template is looked at. */
export const packageService = async ({
  archives = 'whole',
}: {
  readonly archives?: 'whole' | 'empty';
} = {}): Promise<Package> => {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-package-'));
  const artifacts = join(folder, 'artifacts');
  const unpacked = join(folder, 'unpacked');
  await mkdir(artifacts);
  await Promise.all(
    bundleNames.map(async (name) => {
      const files = archives === 'empty' ? new Map() : await buildBundle(name, join(folder, 'build', name));
      const archive = Buffer.from(zip(files));
      await writeFile(join(artifacts, `${name}.zip`), archive);
      await unpack(archive, join(unpacked, name));
    }),
  );
  const template = await serverlessTemplate({ artifacts });
  const { Resources: resources } = template as { readonly Resources: Readonly<Record<string, Resource>> };
  const handlers = Object.fromEntries(
    Object.entries(resources).flatMap(([id, { Type, Properties }]) =>
      Type === 'AWS::Lambda::Function'
        ? [[id.replace(/LambdaFunction$/, ''), String(Properties['Handler'])]]
        : [],
    ),
  );
  return { folder, template, resources, handlers, unpacked };
};
