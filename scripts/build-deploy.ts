/**
 * `npm run build:deploy`: what is deployed without the Serverless framework, from the archives of `npm run build:functions`. The same
 * archives make the same bytes.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { markedStage, scannerTemplate } from './deploy/scanner-template.ts';
import { serverlessTemplate } from './deploy/serverless-package.ts';
import { bundleNames } from './functions/bundles.ts';

const dist = join(import.meta.dirname, '../dist');
const out = join(dist, 'deploy');

await rm(out, { recursive: true, force: true });
await mkdir(join(out, 'functions'), { recursive: true });
const archives = new Map<string, string>();
for (const name of bundleNames) {
  const body = await readFile(join(dist, 'functions', `${name}.zip`));
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
  archives.set(name, `functions/${name}-${hash}.zip`);
  await writeFile(join(out, 'functions', `${name}-${hash}.zip`), body);
}
const packaged = await serverlessTemplate({ artifacts: join(dist, 'functions'), stage: markedStage });
const template = JSON.stringify(scannerTemplate(packaged, archives));
await writeFile(join(out, 'plumbline.template.json'), `${template}\n`);
console.log(`dist/deploy/plumbline.template.json  ${Buffer.byteLength(template)} bytes, for CloudFormation`);
console.log(`dist/deploy/functions                ${archives.size} archives, for the bucket that it names`);
