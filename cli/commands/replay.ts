/** `plumbline replay`: a scan judged again, by the checks of this version, without asking any cloud. */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { allChecks } from '#checks/index.ts';
import { ownerTagsOf } from '#config/owners.ts';
import { expectedOf } from '#config/scan-settings.ts';
import { selectChecks } from '#config/select-checks.ts';
import { version } from '#config/version.ts';
import { openScan } from '#pipeline/read-scan.ts';
import type { CheckChange, Flip, Replay } from '#pipeline/replay.ts';
import { replayScan } from '#pipeline/replay.ts';
import type { Screen } from '#reports/console/screen.ts';
import { jsonLine } from '#reports/text/json.ts';
import { count, plural } from '#reports/text/numbers.ts';
import { filesStore } from '#store/files.ts';
import type { Context } from '../context.ts';
import { globalFlags, newScreen } from '../context.ts';
import { readExceptions } from '../exceptions-file.ts';
import { loadSettings } from '../settings.ts';
import { openStore, scanNumber } from '../store.ts';
import { orExplain } from '../write-report.ts';

export const replayCommand = (context: Context): Command =>
  new Command('replay')
    .summary('judge a kept scan again with the checks of this version')
    .description(
      'Judges what a scan kept again with the checks of this version, without asking any cloud, and says what they find otherwise. Keeps nothing.',
    )
    .argument('<scan>', 'number of the scan')
    .option('--out <dir>', 'folder to write replay.ndjson to: a line for each finding that differs')
    .action(async (number: string, options: { readonly out?: string }, command: Command) => {
      const { io } = context;
      const flags = globalFlags(command);
      const settings = await loadSettings(io, flags);
      const { configuration } = settings;
      const store = await openStore(settings);
      const { manifest } = await openScan(store, scanNumber(number));
      const exceptions = await readExceptions(io, settings, settings.exceptionsFile);
      const { kinds, severity, providers } = manifest.scope;
      // What is written on the way may be as large as the scan.
      const folder = await mkdtemp(join(tmpdir(), 'plumbline-replay-'));
      try {
        const replay = await replayScan({
          manifest,
          checks: selectChecks(allChecks, { ...configuration.checks, severity, kinds, providers }),
          catalogue: allChecks,
          store,
          scratch: filesStore({ root: folder }),
          exceptions: exceptions.set,
          expectedUnknowns: expectedOf(configuration),
          ownerTags: ownerTagsOf(configuration),
          version,
          signal: io.signal,
        });
        if (options.out !== undefined) await writeFlips(replay, resolve(io.cwd, options.out));
        await io.stdout.write(await rendered(replay, newScreen(io, flags)));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });

const writeFlips = async (replay: Replay, folder: string): Promise<void> => {
  async function* lines(): AsyncGenerator<string> {
    for await (const flip of replay.flips()) yield `${jsonLine({ ...flip, changedBy: 'version' })}\n`;
  }
  const write = async (): Promise<void> => {
    await mkdir(folder, { recursive: true });
    // Findings tell where an estate is weak: for the owner's eyes only.
    await pipeline(Readable.from(lines()), createWriteStream(join(folder, 'replay.ndjson'), { mode: 0o600 }));
  };
  await orExplain(write(), folder);
};

const shown = 50;

const rendered = async (replay: Replay, screen: Screen): Promise<string> => {
  const { manifest } = replay.reader;
  const rows: string[] = [];
  let total = 0;
  for await (const flip of replay.flips()) {
    total += 1;
    if (rows.length < shown) rows.push(`  ${screen.left(wordsOf(flip), 44)}${screen.name(placeOf(flip))}`);
  }
  const same = total === 0 ? 'judges as it did' : `${plural(total, 'finding')} changed by version`;
  return [
    `Scan ${manifest.number}, judged again by Plumbline ${manifest.plumbline}: ${same}.`,
    ...replay.checks.map((change) => `  ${checkWords(change)}`),
    ...(total === 0 ? [] : ['', ...rows]),
    ...(total > rows.length ? [`  and ${count(total - rows.length)} more`] : []),
    '',
  ].join('\n');
};

const checkWords = (change: CheckChange): string => {
  switch (change.change) {
    case 'renamed':
      return `check renamed  ${change.before} is ${change.check}`;
    case 'added':
      return `check added    ${change.check} did not run then`;
    case 'removed':
      return `check removed  ${change.check}`;
    case 'changed':
      return `check changed  ${change.check}`;
  }
};

const wordsOf = ({ type, finding, before }: Flip): string => {
  switch (type) {
    case 'fails':
      return `fails now, ${finding.severity}`;
    case 'passes':
      return 'no finding any more';
    case 'unknown':
      return 'unknown now, a finding then';
    case 'removed':
      return 'its check is gone';
    case 'severity':
      return `${finding.severity} now, ${before ?? 'another severity'} then`;
  }
};

const placeOf = ({ finding }: Flip): string =>
  `${finding.finding.slice(0, 10)}  ${finding.check}  ${finding.account}  ${finding.region}  ${finding.name}`;
