/**
 * Writes what follows from the checks: their list, their pages, what they decide of each framework, the read
 * permissions, the configuration's schema and its keys.
 * `--check` writes nothing and exits 1 when a file differs from what would be written.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkIndex } from './generate/check-index.ts';
import { checkPages } from './generate/check-pages.ts';
import { configurationPage } from './generate/configuration-page.ts';
import { configurationSchemaFile } from './generate/configuration-schema.ts';
import { deployFiles } from './generate/deploy.ts';
import { frameworksPage } from './generate/frameworks-page.ts';
import { functionFiles } from './generate/functions.ts';
import { loadChecks } from './generate/load-checks.ts';
import type { Output } from './generate/output.ts';
import { permissionsPages } from './generate/permissions-page.ts';
import { compareOutputs, writeOutputs } from './generate/write.ts';

const outputs: readonly Output[] = [
  checkIndex,
  checkPages,
  frameworksPage,
  permissionsPages,
  configurationSchemaFile,
  configurationPage,
  functionFiles,
  deployFiles,
];

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const root = join(import.meta.dirname, '..');
const sources = { checks: await loadChecks(root) };

const differences = await compareOutputs(root, outputs, sources);
if (differences.length === 0) {
  console.log(`Generated files are up to date (${sources.checks.length} checks).`);
} else if (values.check) {
  console.error('These files are not what the checks say:');
  for (const { file, state } of differences) console.error(`  ${state.padEnd(7)}  ${file}`);
  console.error('Run `npm run generate` and commit what it writes.');
  process.exitCode = 1;
} else {
  await writeOutputs(root, differences);
  for (const { file, state } of differences) console.log(`${state.padEnd(7)}  ${file}`);
}
