/**
 * `npm run new-check -- data aws bucket-versioned --on AWS::S3::Bucket --reads versioning`: writes the check, its
 * table of situations, and the list of checks anew. Nothing that stands is replaced.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkIndex } from './generate/check-index.ts';
import { loadChecks } from './generate/load-checks.ts';
import { compareOutputs, writeOutputs } from './generate/write.ts';
import type { NewFiles } from './new-check-files.ts';
import { newCheckFiles } from './new-check-files.ts';
import { RequestError, readRequest, usage } from './new-check-request.ts';

const help = `Usage: ${usage}

Writes checks/<question>/<cloud>/<name>.ts and its test. The name states what is good.
Without --on it lists the kinds, without --reads the parts of the kind.
`;

/** As the project's own formatter writes it; as it is where the formatter is not installed. */
const formatted = (file: string, text: string): string => {
  const entry = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  const run = spawnSync(process.execPath, [entry, 'format', `--stdin-file-path=${file}`], {
    cwd: join(import.meta.dirname, '..'),
    input: text,
    encoding: 'utf8',
  });
  return run.status === 0 ? run.stdout : text;
};

const standing = (file: string): RequestError =>
  new RequestError(`${file} is there already; choose another name, or change that file`);

/** All or none of them: a file that stands there is never replaced. */
const writeNew = async (root: string, files: NewFiles): Promise<void> => {
  const there = [...files.keys()].find((file) => existsSync(join(root, file)));
  if (there !== undefined) throw standing(there);
  for (const [file, text] of files) {
    const path = join(root, file);
    await mkdir(dirname(path), { recursive: true });
    try {
      await writeFile(path, formatted(file, text), { flag: 'wx' });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw standing(file);
      throw error;
    }
  }
};

const run = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      on: { type: 'string' },
      reads: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
      root: { type: 'string', default: join(import.meta.dirname, '..') },
    },
  });
  if (values.help || positionals.length === 0) {
    process.stdout.write(help);
    return;
  }
  const root = values.root;
  const request = readRequest(positionals, values.on, values.reads);
  const files = await newCheckFiles(request, root);
  await writeNew(root, files);
  const index = await compareOutputs(root, [checkIndex], { checks: await loadChecks(root) });
  await writeOutputs(root, index);
  const [check, test] = [...files.keys()];
  process.stdout.write(`wrote  ${check}
wrote  ${test}
wrote  checks/index.ts

Next
  1. Say in the test what is good and what is bad, then decide it in the check.
  2. npm test -- test/checks    says what is missing: it fails until all is said
  3. npm run generate           writes the check's page and the permissions
`);
};

try {
  await run();
} catch (error) {
  // `parseArgs` throws TypeErrors with a code for options that it does not know.
  const mendable =
    error instanceof RequestError ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  if (!mendable) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
