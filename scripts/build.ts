/**
 * Bundles the command into `dist/plumbline.mjs` with what it reads beside it, for the published package. The bundle is
 * tried out from a folder of its own, so that nothing of the clone can help it.
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

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
  legalComments: 'linked',
  logLevel: 'warning',
});
for (const [from, to] of assets) await cp(join(root, from), join(dist, to), { recursive: true });

const elsewhere = await mkdtemp(join(tmpdir(), 'plumbline-build-'));
try {
  await cp(dist, elsewhere, { recursive: true });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(elsewhere, 'plumbline.mjs'), 'checks'],
    { cwd: elsewhere },
  );
  if (!stdout.includes('iam.aws.root-mfa-enabled'))
    throw new Error(`the bundle does not list the checks:\n${stdout}`);
} finally {
  await rm(elsewhere, { recursive: true, force: true });
}
const { size } = await stat(bundle);
console.log(`dist/plumbline.mjs, ${Math.round(size / 1024)} KiB, works by itself`);
