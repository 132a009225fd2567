/** Writes the report of a committed scan into the store: the pages, the configured formats, and a summary for programs. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { allChecks } from '#checks/index.ts';
import { readBundle } from '#config/bundle.ts';
import { parseConfiguration } from '#config/load.ts';
import { ownerRulesOf } from '#config/owners.ts';
import type { Configuration } from '#config/schema.ts';
import { mendingsOf } from '#engine/mendings.ts';
import { missingPermissions } from '#engine/missing-permissions.ts';
import { withOwners } from '#model/owner.ts';
import type { Manifest } from '#model/scan.ts';
import { earlierScans, openScan } from '#pipeline/read-scan.ts';
import { gatherFacts } from '#reports/facts/facts.ts';
import { trendLength } from '#reports/facts/trend.ts';
import { bytesOf } from '#reports/formats/bytes.ts';
import type { Format, FormatInput } from '#reports/formats/format.ts';
import { formatNames } from '#reports/formats/format.ts';
import { formats } from '#reports/formats/index.ts';
import { summaryOf } from '#reports/formats/summary.ts';
import { writeHtmlReport } from '#reports/html/write.ts';
import type { StoreDriver } from '#store/driver.ts';
import { reportEvent } from './report-event.ts';
import type { Handler, Runtime } from './runtime.ts';
import { readEvent } from './runtime.ts';

export interface Reported {
  /** Key prefix of the report. */
  readonly report: string;
}

export const reportHandler = ({ store, log }: Runtime): Handler<Reported> => {
  return async (event) => {
    const { run, number } = readEvent(reportEvent, event, 'report');
    const stored = await openScan(store, number);
    const { manifest } = stored;
    const configuration = await configurationOf(store, manifest);
    const reader = configuration === undefined ? stored : withOwners(stored, ownerRulesOf(configuration));
    const facts = await gatherFacts(reader, allChecks, await earlierScans(store, manifest, trendLength));
    const report = `scans/${run}/report`;
    const folder = await mkdtemp(join(tmpdir(), 'plumbline-report-'));
    try {
      const role = configuration?.aws.role?.name ?? '*';
      const mendings = mendingsOf(await missingPermissions(reader.coverage(), role));
      const page = { checks: allChecks, outDir: folder, command: 'plumbline', facts, mendings };
      await writeHtmlReport(reader, page);
      await upload(store, folder, report);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    const names = formatNames.filter((name) => configuration?.output.formats.includes(name));
    for (const name of names)
      await put(store, formats[name], { reader, facts, command: 'plumbline' }, report);
    // Last: whoever finds it finds the rest too.
    await store.write(
      `${report}/summary.json`,
      Buffer.from(`${JSON.stringify(summaryOf(facts), null, 1)}\n`),
    );
    log.info('report written', { run, number, report, formats: names });
    return { report };
  };
};

/** The scan's own; none where a version made the scan that knew no bundles. */
const configurationOf = async (
  store: StoreDriver,
  { bundle }: Manifest,
): Promise<Configuration | undefined> => {
  if (bundle === undefined) return undefined;
  const { configuration } = (await readBundle(store, bundle)).texts;
  return parseConfiguration(configuration.text, configuration.name);
};

const put = async (store: StoreDriver, format: Format, input: FormatInput, prefix: string): Promise<void> => {
  for await (const { name, body } of format.files(input))
    await store.write(`${prefix}/${name}`, bytesOf(body));
};

const upload = async (store: StoreDriver, folder: string, prefix: string): Promise<void> => {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = path
      .slice(folder.length + 1)
      .split(sep)
      .join('/');
    await store.write(`${prefix}/${name}`, await readFile(path));
  }
};
