/**
 * `npm run mutation -- <folder>`: changes the code of one folder in small ways, one at a time, and counts the changes
 * that the tests notice. Prints the score; what went unnoticed is listed above it. Code that runs at import is left out.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, normalize, sep } from 'node:path';

/** Folders of product code; the rest has no tests to be measured by. */
const roots = ['checks', 'cli', 'engine', 'model', 'pipeline', 'reports', 'sandbox', 'sources', 'store'];

interface MutationReport {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

const usage = (problem: string): number => {
  console.error(`${problem}\nUsage: npm run mutation -- <folder>, a folder in: ${roots.join(', ')}`);
  return 2;
};

const main = async (words: readonly string[]): Promise<number> => {
  const [word, ...rest] = words;
  if (word === undefined || rest.length > 0) return usage('Name one folder.');
  const folder = normalize(word).replace(/\/+$/, '');
  if (!roots.includes(folder.split(sep)[0] ?? '')) return usage(`${word} is no folder of product code.`);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return usage(`There is no folder ${word}.`);

  const scratch = mkdtempSync(join(tmpdir(), 'plumbline-mutation-'));
  try {
    const report = join(scratch, 'mutation.json');
    const config = join(scratch, 'stryker.config.json');
    writeFileSync(
      config,
      JSON.stringify({
        testRunner: 'vitest',
        plugins: ['@stryker-mutator/vitest-runner'],
        mutate: [`${folder}/**/*.ts`],
        vitest: { configFile: 'vitest.config.ts' },
        reporters: ['clear-text', 'json'],
        jsonReporter: { fileName: report },
        clearTextReporter: { allowColor: false, logTests: false, allowEmojis: false },
        tempDirName: join(scratch, 'work'),
        incremental: false,
        // A change to what runs at import makes every test run again, in a new process: hours for a folder.
        ignoreStatic: true,
        concurrency: 2,
        disableTypeChecks: false,
        // Stryker would rewrite the project's with an interface that TypeScript 7 no longer has; nothing here needs it.
        tsconfigFile: 'tsconfig.none.json',
      }),
    );
    const code = await stryker(config);
    if (!existsSync(report)) return code === 0 ? 1 : code;
    console.log(scoreLine(folder, JSON.parse(readFileSync(report, 'utf8')) as MutationReport));
    return code;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

const stryker = (config: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn('stryker', ['run', config], { stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });

const scoreLine = (folder: string, report: MutationReport): string => {
  let noticed = 0;
  let unnoticed = 0;
  for (const { mutants } of Object.values(report.files)) {
    for (const { status } of mutants) {
      if (status === 'Killed' || status === 'Timeout') noticed += 1;
      else if (status === 'Survived' || status === 'NoCoverage') unnoticed += 1;
    }
  }
  const total = noticed + unnoticed;
  if (total === 0) return `${folder}: nothing to change`;
  return `${folder}: ${noticed} of ${total} changes noticed, score ${((100 * noticed) / total).toFixed(1)} %`;
};

process.exitCode = await main(process.argv.slice(2));
