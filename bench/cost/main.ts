/**
 * `npm run cost`: measures what a scheduled scan uses, and writes the table of what it costs into docs/deploy.md.
 * `npm run cost -- --table` writes the table anew from the recorded figures, after a change of prices.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { generateEstate } from '#sandbox/estate/generate.ts';
import { buildBundle, bundleNames } from '../../scripts/functions/bundles.ts';
import { organizationEstate } from '../trial/estates.ts';
import type { Measurement } from './figures.ts';
import { measureScan } from './measure.ts';
import { withTable } from './page.ts';
import { costTable } from './table.ts';

const root = join(import.meta.dirname, '../..');
const recorded = join(import.meta.dirname, 'measured.json');
const page = join(root, 'docs/deploy.md');

const service = z.object({
  provider: z.object({ memorySize: z.number() }),
  functions: z.record(z.string(), z.object({ handler: z.string(), memorySize: z.number().optional() })),
});

/** As plumbline.yaml has it where it says nothing. */
const concurrency = 8;

const measure = async (): Promise<Measurement> => {
  const { provider, functions } = service.parse(parse(await readFile(join(root, 'serverless.yml'), 'utf8')));
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-cost-'));
  try {
    const bundles = new Map<string, string>();
    for (const name of bundleNames) {
      const out = join(folder, name);
      for (const [file, body] of await buildBundle(name, out)) {
        await mkdir(dirname(join(out, file)), { recursive: true });
        await writeFile(join(out, file), body);
      }
      bundles.set(name, out);
    }
    const handlers = Object.fromEntries(Object.entries(functions).map(([name, one]) => [name, one.handler]));
    const scan = (estate: Parameters<typeof measureScan>[0]['estate'], aws: object) => {
      process.stderr.write(`scanning ${estate.accounts.length} account(s) …\n`);
      return measureScan({ estate, aws: { ...aws }, bundles, handlers, concurrency });
    };
    const organization = (accounts: number) =>
      scan(organizationEstate({ accounts, closed: 0, suspended: 0 }), {
        accounts: 'organization',
        role: { name: 'PlumblineReader', externalId: 'trial' },
      });
    return {
      date: new Date().toISOString().slice(0, 10),
      node: process.version,
      processor: cpus()[0]?.model ?? 'unknown',
      memory: Object.fromEntries(
        Object.entries(functions).map(([name, one]) => [name, one.memorySize ?? provider.memorySize]),
      ),
      concurrency,
      small: await scan(generateEstate({ seed: 1, resources: 500, accounts: 1, regions: 2 }), {
        accounts: 'caller',
      }),
      organization: [await organization(2), await organization(4)],
    };
  } finally {
    await rm(folder, { recursive: true });
  }
};

const [option, ...rest] = process.argv.slice(2);
if (rest.length > 0 || (option !== undefined && option !== '--table')) {
  process.stderr.write('Usage: npm run cost [-- --table]\n');
  process.exitCode = 2;
} else {
  if (option === undefined) await writeFile(recorded, `${JSON.stringify(await measure(), undefined, 2)}\n`);
  const measurement = JSON.parse(await readFile(recorded, 'utf8')) as Measurement;
  await writeFile(page, withTable(await readFile(page, 'utf8'), costTable(measurement)));
  process.stdout.write(`${costTable(measurement)}\n`);
}
