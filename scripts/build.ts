/**
 * Bundles the command into `dist/plumbline.mjs` with what it reads beside it, for the published package. The bundle is
 * tried out from a folder of its own, so that nothing of the clone can help it.
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { stringify } from 'yaml';
import type { Sandbox } from '#sandbox/contract.ts';
import { demoEstateDirectory } from '#sandbox/demo-estate.ts';
import { loadEstate } from '#sandbox/estate/load.ts';
import { startSandbox } from '#sandbox/start.ts';
import { checkTexts } from './functions/check-texts.ts';
import { shakeSchemas } from './functions/shake-schemas.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const bundle = join(dist, 'plumbline.mjs');

/** Files that modules read beside themselves; in the bundle that is beside the bundle. */
const assets: readonly (readonly [from: string, to: string])[] = [
  ['reports/html/browser', 'browser'],
  ['sandbox/estates', 'estates'],
];

await rm(dist, { recursive: true, force: true });
await build({
  entryPoints: [join(root, 'cli/main.ts')],
  outfile: bundle,
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  // The module builds of the SDK are the ones that can be shaken: 40 % smaller.
  mainFields: ['module', 'main'],
  // Some libraries still call require for Node's own modules.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
  // Loaded when Google Cloud is scanned or served, and when somebody queries; they read files beside themselves, so they
  // stay where npm puts them.
  external: [
    '@duckdb/node-api',
    '@google-cloud/asset',
    '@grpc/grpc-js',
    '@grpc/proto-loader',
    'google-auth-library',
  ],
  define: checkTexts(),
  plugins: [shakeSchemas],
  legalComments: 'linked',
  logLevel: 'warning',
});
for (const [from, to] of assets) await cp(join(root, from), join(dist, to), { recursive: true });

const elsewhere = await mkdtemp(join(tmpdir(), 'plumbline-build-'));
const { sandbox, configuration } = await sampleClouds();
try {
  await cp(dist, elsewhere, { recursive: true });
  await writeFile(join(elsewhere, 'plumbline.yaml'), stringify(configuration));
  const run = (...args: readonly string[]): Promise<string> => runBundle(elsewhere, sandbox, args);
  const checks = await run('checks');
  if (!checks.includes('iam.aws.root-mfa-enabled'))
    throw new Error(`it does not list the checks:\n${checks}`);
  const summary = await run('scan', '--allow-incomplete');
  if (!/\n {2}all +\d/.test(summary)) throw new Error(`it does not scan:\n${summary}`);
  await stat(join(elsewhere, 'plumbline-out/1/report.html'));
} finally {
  await sandbox.close();
  await rm(elsewhere, { recursive: true, force: true });
}
const { size } = await stat(bundle);
console.log(
  `dist/plumbline.mjs, ${Math.round(size / 1024)} KiB; it lists, scans and reports from a folder of its own`,
);

async function sampleClouds(): Promise<{ readonly sandbox: Sandbox; readonly configuration: object }> {
  const estate = await loadEstate(demoEstateDirectory);
  const started = await startSandbox({ estate });
  const { endpoint, homeRegion } = started;
  return { sandbox: started, configuration: { aws: { endpoint, homeRegion, callsPerSecond: 10_000 } } };
}

async function runBundle(folder: string, { credentials }: Sandbox, args: readonly string[]): Promise<string> {
  const { AWS_PROFILE: _profile, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'plumbline.mjs'), ...args], {
    cwd: folder,
    env: {
      ...env,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
  });
  return stdout;
}
