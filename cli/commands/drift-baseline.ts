/** `plumbline drift baseline`: approves a scan, so that what changes from then on is drift. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { UsageError } from '#config/usage-error.ts';
import type { BaselineScope } from '#engine/drift/baseline-scope.ts';
import type { Provider } from '#model/resource.ts';
import { providers } from '#model/resource.ts';
import { ApprovalError, approveBaseline } from '#pipeline/drift/approve-baseline.ts';
import type { Baseline } from '#pipeline/drift/baselines.ts';
import { openScan } from '#pipeline/read-scan.ts';
import { plural } from '#reports/text/numbers.ts';
import type { Context, GlobalFlags } from '../context.ts';
import { commandPrefix, globalFlags, newScreen } from '../context.ts';
import type { Io } from '../io.ts';
import { loadSettings } from '../settings.ts';
import { openStore, scanNumber } from '../store.ts';
import { gather } from './scope-options.ts';

interface BaselineFlags extends GlobalFlags {
  readonly provider?: readonly string[];
  readonly account?: readonly string[];
  readonly kind?: readonly string[];
  readonly tag?: string;
  readonly by?: string;
  readonly reason: string;
}

export const driftBaselineCommand = ({ io }: Context): Command =>
  new Command('baseline')
    .summary('approve a scan as what is expected')
    .description(
      'Approves a scan as the baseline, whole or in part: what differs from it in later scans is drift. Of several, the latest that speaks of a resource counts.',
    )
    .argument('<scan>', 'number of the scan')
    .option('--provider <names>', 'this cloud only; repeat or use commas', gather)
    .option('--account <ids>', 'this account, subscription or project only; repeat or use commas', gather)
    .option('--kind <kind>', 'this kind only, such as AWS::EC2::SecurityGroup; repeat or use commas', gather)
    .option('--tag <key=value>', 'only what has this tag')
    .option('--by <name>', "who approves it; Git's user when left out")
    .option('--reason <text>', 'why it is approved', '')
    .action(async (typed: string, _options: unknown, command: Command) => {
      const flags = command.optsWithGlobals<BaselineFlags>();
      const number = scanNumber(typed);
      const scope = scopeOf(flags);
      const by = flags.by ?? (await gitUser(io));
      const store = await openStore(await loadSettings(io, globalFlags(command)));
      const reader = await openScan(store, number);
      const baseline = await approve(() =>
        approveBaseline(store, reader, { scope, by, reason: flags.reason, now: io.now() }),
      );
      const screen = newScreen(io, flags);
      const incomplete = reader.manifest.complete
        ? []
        : ['The scan was incomplete: what it could not read stays unknown until a newer one is approved.'];
      await io.stdout.write(
        [
          ...screen.wrap(
            `Baseline ${baseline.number}: scan ${number} is approved for ${plural(baseline.resources, 'resource')}${scopeText(baseline.scope)}, by ${screen.name(by)}.`,
          ),
          ...incomplete.flatMap((line) => screen.wrap(line)),
          `Next    ${screen.colors.blue(`${commandPrefix(io, flags)} scan`)}`,
          '',
        ].join('\n'),
      );
    });

const approve = async (work: () => Promise<Baseline>): Promise<Baseline> => {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof ApprovalError)) throw cause;
    throw new UsageError(cause.message, { cause });
  }
};

const scopeOf = ({ provider = [], account = [], kind = [], tag }: BaselineFlags): BaselineScope => {
  const scope = { providers: provider.map(providerNamed), accounts: account, kinds: kind };
  if (tag === undefined) return scope;
  const at = tag.indexOf('=');
  if (at < 1) throw new UsageError(`--tag ${JSON.stringify(tag)}: write it as key=value`);
  return { ...scope, tag: { key: tag.slice(0, at), value: tag.slice(at + 1) } };
};

const providerNamed = (name: string): Provider => {
  const found = providers.find((provider) => provider === name);
  if (found === undefined) throw new UsageError(`'${name}' is no provider: ${providers.join(', ')}`);
  return found;
};

const scopeText = ({ providers: clouds, accounts, kinds, tag }: BaselineScope): string => {
  const parts = [
    ...(clouds.length === 0 ? [] : [clouds.join(', ')]),
    ...(accounts.length === 0 ? [] : [plural(accounts.length, 'account')]),
    ...(kinds.length === 0 ? [] : [plural(kinds.length, 'kind')]),
    ...(tag === undefined ? [] : ['one tag']),
  ];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
};

const run = promisify(execFile);

/** As a commit of this folder would name its author. */
const gitUser = async ({ cwd }: Pick<Io, 'cwd'>): Promise<string> => {
  const values: string[] = [];
  for (const key of ['user.name', 'user.email']) {
    try {
      const { stdout } = await run('git', ['-C', cwd, 'config', '--get', key], { timeout: 10_000 });
      values.push(stdout.trim());
    } catch {
      // Not installed, no folder, or no such key: whoever approves says it by --by.
    }
  }
  const [name] = values.filter((value) => value !== '');
  if (name === undefined) throw new UsageError('say who approves it with --by: Git knows no user here');
  return name;
};
