/** One scan with its outputs, as `plumbline scan` and the demo run it. */
import { join } from 'node:path';
import { allChecks } from '#checks/index.ts';
import { makeBundle } from '#config/bundle.ts';
import type { Clouds } from '#config/clouds.ts';
import { sourcesOf, usagesOf } from '#config/clouds.ts';
import type { LoadedConfiguration } from '#config/load.ts';
import { ownerRulesOf } from '#config/owners.ts';
import { scanSettingsOf } from '#config/scan-settings.ts';
import { UsageError } from '#config/usage-error.ts';
import { version } from '#config/version.ts';
import { withOwners } from '#model/owner.ts';
import type { Manifest, Origin, ScanReader } from '#model/scan.ts';
import { fileOrigin, noOrigin } from '#pipeline/origin.ts';
import { earlierScans } from '#pipeline/read-scan.ts';
import { runScan } from '#pipeline/run-scan.ts';
import { renderSummary } from '#reports/console/summary.ts';
import { trendLength } from '#reports/facts/trend.ts';
import { readAttestations } from './attestations-file.ts';
import type { TeamBytes } from './bundle-texts.ts';
import { bundleTexts } from './bundle-texts.ts';
import { screenOf } from './context.ts';
import { readExceptions } from './exceptions-file.ts';
import type { Exit } from './exit.ts';
import { exitCodes, exitOf, InterruptedError } from './exit.ts';
import type { Io } from './io.ts';
import { readFacts } from './open-scan.ts';
import { isRunning, thisProcess } from './process.ts';
import { watchScan } from './progress.ts';
import type { Settings } from './settings.ts';
import { lastResources, openStore } from './store.ts';
import { originOfFile } from './team-file.ts';
import { fileFormats, printNdjson, writeFormats } from './write-formats.ts';
import { writeReport } from './write-report.ts';

export interface ScanRequest {
  readonly io: Io;
  readonly settings: Settings;
  /** Which clouds, and how each is reached. */
  readonly clouds: Clouds;
  /** How to call Plumbline again for this store. */
  readonly prefix: string;
  readonly color: boolean;
  readonly worst?: number;
  /** True goes on with the last scan that was killed or interrupted; left out where no later scan could. */
  readonly resume?: boolean;
}

export interface Scanned {
  readonly exit: Exit;
  readonly manifest: Manifest;
  /** What to type for the worst open finding; undefined where none is open. */
  readonly worst: string | undefined;
}

/** @throws InterruptedError when the signal came; it says what was kept. */
export const scan = async (request: ScanRequest): Promise<Scanned> => {
  const { io, settings, prefix } = request;
  const { configuration } = settings;
  const scanSettings = scanSettingsOf(configuration, allChecks);
  const exceptions = await readExceptions(io, settings, settings.exceptionsFile);
  const attestations = await readAttestations(io, settings);
  const bytes = { exceptions: exceptions.bytes, attestations: attestations.bytes };
  const store = await openStore(settings);
  const sources = sourcesOf(request.clouds);
  const watch = watchScan(io, {
    estate: configuration.estate,
    color: request.color,
    expected: await lastResources(store, configuration.estate),
    usages: () => usagesOf(sources),
  });
  let committed: number | undefined;
  try {
    const { manifest, reader } = await runScan({
      ...scanSettings,
      sources,
      store,
      exceptions: exceptions.set,
      attestations: attestations.set,
      origins: {
        configuration: await originOf(settings.loaded),
        exceptions: await originOfFile(settings.exceptionsFile, bytes.exceptions),
        attestations: await originOfFile(settings.attestationsFile, bytes.attestations),
      },
      ...bundleOf(settings, bytes),
      version,
      now: io.now,
      signal: io.signal,
      resume: request.resume ?? false,
      keepWhenStopped: request.resume !== undefined,
      owner: thisProcess(),
      isRunning,
      onProgress: (event) => {
        if (event.type === 'committed') committed = event.number;
        watch.see(event);
      },
    });
    watch.end();
    return await writeOutputs(withOwners(reader, ownerRulesOf(configuration)), manifest, request);
  } catch (error) {
    watch.end();
    if (!io.signal.aborted) throw error;
    throw new InterruptedError(
      committed === undefined
        ? `Interrupted. Nothing was committed: the scans before this one stand as they were.${request.resume === undefined ? '' : ` To go on with it: ${prefix} scan --resume, with the same options.`}`
        : `Interrupted. Scan ${committed} was committed, its report is not whole: ${prefix} report ${committed}`,
      { cause: error },
    );
  }
};

const bundleOf = (settings: Settings, bytes: TeamBytes): { readonly bundle?: string } => {
  const { file, folder } = settings.loaded;
  return file === undefined ? {} : { bundle: makeBundle(bundleTexts(settings, bytes, folder)).hash };
};

const originOf = ({ file, bytes }: LoadedConfiguration): Promise<Origin> | Origin =>
  file === undefined ? noOrigin : fileOrigin(file, bytes);

const orFailure = async (write: () => Promise<string>): Promise<string | UsageError> => {
  try {
    return await write();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
};

const writeOutputs = async (
  reader: ScanReader,
  manifest: Manifest,
  request: ScanRequest,
): Promise<Scanned> => {
  const { io, settings, prefix } = request;
  const { formats } = settings.configuration.output;
  const files = fileFormats(formats);
  const earlier = await earlierScans(await openStore(settings), manifest, trendLength);
  const facts = await readFacts(reader, earlier);
  const exit = exitOf(
    {
      complete: manifest.complete,
      open: facts.whole.openBySeverity,
      fresh: facts.changes.compared ? facts.changes.raised : undefined,
    },
    settings.configuration,
  );
  // Without the summary NDJSON is for another program to read; beside it, it would be lost in it.
  const printed = files.includes('ndjson') && !formats.includes('text');
  const written = await orFailure(async () => {
    const folder = join(settings.outDir, String(manifest.number));
    const reportPath = formats.includes('html')
      ? await writeReport(reader, facts, {
          folder,
          cwd: io.cwd,
          command: prefix,
          role: settings.configuration.aws.role?.name ?? '*',
        })
      : '';
    await writeFormats(
      files.filter((name) => !printed || name !== 'ndjson'),
      { reader, facts, command: prefix },
      { folder, cwd: io.cwd },
    );
    return reportPath;
  });
  if (printed) await printNdjson(reader, io.stdout);
  if (formats.includes('text')) {
    const summary = renderSummary(facts, {
      ...screenOf(io, io.stdout, request.color),
      reportPath: typeof written === 'string' ? written : '',
      command: prefix,
      exit:
        written instanceof UsageError
          ? { code: exitCodes.usage, text: 'not all of the report could be written' }
          : exit,
      ...(request.worst === undefined ? {} : { worst: request.worst }),
    });
    await io.stdout.write(summary);
  }
  // Only now: what the scan found is on the screen whether there is room for its report or not.
  if (written instanceof UsageError) throw written;
  const [worst] = facts.worst;
  return {
    exit,
    manifest,
    worst: worst === undefined ? undefined : facts.shortId(worst.finding.finding),
  };
};
