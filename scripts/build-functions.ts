/** `npm run build:functions`: the functions' archives, as serverless.yml and every other road to a deployment takes them. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildBundle, bundleNames } from './functions/bundles.ts';
import { zip } from './functions/zip.ts';

const out = join(import.meta.dirname, '../dist/functions');

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
for (const name of bundleNames) {
  const files = await buildBundle(name, join(out, name));
  for (const [file, body] of files) {
    await mkdir(join(out, name, file, '..'), { recursive: true });
    await writeFile(join(out, name, file), body);
  }
  await writeFile(join(out, `${name}.zip`), zip(files));
  const sizes = [...files.values()].map((body) => gzipSync(body).length);
  const kilobytes = Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1024);
  console.log(`dist/functions/${name}.zip  ${files.size} files, ${kilobytes} KiB gzip`);
}
