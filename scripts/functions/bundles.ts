/** Builds the functions: one bundle for each cloud, so that whoever scans AWS never loads Google's client. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { checkTexts } from './check-texts.ts';
import { plainBuiltins } from './plain-builtins.ts';
import { shakeSchemas } from './shake-schemas.ts';

const root = join(import.meta.dirname, '../..');

export const bundleNames = ['aws', 'azure', 'gcp', 'service', 'alert'] as const;
export type BundleName = (typeof bundleNames)[number];

/** Files that modules read beside themselves; in the bundle that is beside the bundle. */
const assets: Readonly<Partial<Record<BundleName, string>>> = { service: 'reports/html/browser' };

/**
 * @param outDir a folder of its own for the bundle; made anew.
 * @returns the files of the bundle, by their path in it; `<name>.mjs` is where it begins.
 */
export const buildBundle = async (
  name: BundleName,
  outDir: string,
): Promise<ReadonlyMap<string, Uint8Array>> => {
  await rm(outDir, { recursive: true, force: true });
  await build({
    entryPoints: { [name]: join(root, `functions/bundles/${name}.ts`) },
    outdir: outDir,
    bundle: true,
    // What is imported when it is needed stays a file of its own, and costs nothing before.
    splitting: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[hash]',
    // The module builds of the SDK are the ones that can be shaken: 40 % smaller.
    mainFields: ['module', 'main'],
    // Some libraries still call require for Node's own modules, and ask where they lie.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;",
    },
    define: checkTexts(),
    plugins: [shakeSchemas, plainBuiltins],
    legalComments: 'none',
    logLevel: 'warning',
  });
  const files = new Map<string, Uint8Array>();
  await collect(outDir, '', files);
  const asset = assets[name];
  if (asset !== undefined) await collect(join(root, asset), 'browser/', files);
  return files;
};

const collect = async (folder: string, prefix: string, files: Map<string, Uint8Array>): Promise<void> => {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await collect(path, `${prefix}${entry.name}/`, files);
    else files.set(`${prefix}${entry.name}`, await readFile(path));
  }
};
