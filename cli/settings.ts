/** One scan's settings: the configuration file, with what the command line says over it. */
import { resolve } from 'node:path';
import { withEnvironment } from '#config/aws-options.ts';
import type { LoadedConfiguration } from '#config/load.ts';
import { loadConfiguration } from '#config/load.ts';
import { problemsOfFlags } from '#config/problems.ts';
import type { Configuration } from '#config/schema.ts';
import { configurationSchema } from '#config/schema.ts';
import { storeWithEnvironment } from '#config/store.ts';
import { UsageError } from '#config/usage-error.ts';
import type { GlobalFlags } from './context.ts';
import type { Io } from './io.ts';

/** What `plumbline scan` takes on its command line; undefined leaves it to the configuration. */
export interface ScanFlags extends GlobalFlags {
  readonly provider?: readonly string[];
  readonly account?: readonly string[];
  readonly subscription?: readonly string[];
  readonly parent?: readonly string[];
  readonly region?: readonly string[];
  readonly kind?: readonly string[];
  readonly check?: readonly string[];
  readonly severity?: string;
  readonly output?: readonly string[];
  /** Written beside what `output` says. */
  readonly format?: readonly string[];
  readonly out?: string;
  readonly failOn?: string;
  readonly allowIncomplete?: boolean;
  readonly profile?: string;
  readonly role?: string;
  readonly externalId?: string;
  readonly aggregator?: string;
  readonly inventory?: string;
  readonly concurrency?: number;
  readonly worst?: number;
  readonly resume?: boolean;
}

export interface Settings {
  readonly configuration: Configuration;
  readonly loaded: LoadedConfiguration;
  /** Absolute. */
  readonly storePath: string;
  readonly outDir: string;
  readonly exceptionsFile: string;
  readonly attestationsFile: string;
}

/** @throws UsageError for what the file, a variable or a flag says wrong. */
export const loadSettings = async (io: Io, flags: GlobalFlags & Partial<ScanFlags>): Promise<Settings> =>
  settingsOf(await loadConfiguration(flags.config, io.cwd), io, flags);

export const settingsOf = (
  loaded: LoadedConfiguration,
  io: Pick<Io, 'cwd' | 'env'>,
  flags: Partial<ScanFlags>,
): Settings => {
  const configuration = withFlags(loaded.configuration, flags, io);
  const { folder } = loaded;
  return {
    configuration,
    loaded,
    storePath:
      flags.store === undefined ? resolve(folder, configuration.store.path) : resolve(io.cwd, flags.store),
    outDir: flags.out === undefined ? resolve(folder, configuration.output.dir) : resolve(io.cwd, flags.out),
    exceptionsFile: resolve(folder, configuration.exceptions.file),
    attestationsFile: resolve(folder, configuration.attestations.file),
  };
};

/** The flags go through the same schema as the file, so that both refuse the same. */
const withFlags = (
  file: Configuration,
  flags: Partial<ScanFlags>,
  io: Pick<Io, 'env' | 'cwd'>,
): Configuration => {
  const given = <T>(value: T | undefined, otherwise: T): T => value ?? otherwise;
  const merged = {
    ...file,
    aws: {
      ...withEnvironment(file.aws, io),
      accounts: oneOrList(flags.account, ['caller', 'organization']) ?? file.aws.accounts,
      regions: oneOrList(flags.region, ['enabled']) ?? file.aws.regions,
      inventory: given<string>(flags.inventory, file.aws.inventory),
      profile: given(flags.profile, file.aws.profile),
      role: roleOf(file.aws.role, flags),
      aggregator: flags.aggregator === undefined ? file.aws.aggregator : aggregatorOf(flags.aggregator),
    },
    store:
      flags.store === undefined ? storeWithEnvironment(file.store, io) : { ...file.store, driver: 'files' },
    providers: given<readonly string[]>(flags.provider, file.providers),
    azure: {
      ...file.azure,
      subscriptions: oneOrList(flags.subscription, ['all']) ?? file.azure.subscriptions,
    },
    gcp: { ...file.gcp, parents: given(flags.parent, file.gcp.parents) },
    checks: flags.check === undefined ? file.checks : { ...file.checks, include: flags.check },
    severity: given<string>(flags.severity, file.severity),
    kinds: given(flags.kind, file.kinds),
    failOn: given<string>(flags.failOn, file.failOn),
    allowIncomplete: given(flags.allowIncomplete, file.allowIncomplete),
    concurrency: given(flags.concurrency, file.concurrency),
    output: {
      ...file.output,
      formats: [
        ...new Set([...given<readonly string[]>(flags.output, file.output.formats), ...(flags.format ?? [])]),
      ],
    },
  };
  const parsed = configurationSchema.safeParse(merged);
  if (parsed.success) return parsed.data;
  throw new UsageError(problemsOfFlags(parsed.error, flagNames).join('\n'), { cause: parsed.error });
};

/** Place in the configuration → the flag, or the variable, that says it. */
const flagNames: Readonly<Record<string, string>> = {
  providers: '--provider',
  'azure.subscriptions': '--subscription',
  'gcp.parents': '--parent',
  'aws.accounts': '--account',
  'aws.regions': '--region',
  'aws.inventory': '--inventory',
  'aws.profile': '--profile',
  'aws.endpoint': 'AWS_ENDPOINT_URL',
  'aws.homeRegion': 'AWS_REGION',
  'aws.proxy': 'HTTPS_PROXY',
  'store.endpoint': 'AWS_ENDPOINT_URL_S3, or AWS_ENDPOINT_URL,',
  'aws.role.name': '--role',
  'aws.role.externalId': '--external-id',
  'aws.aggregator.name': '--aggregator',
  'aws.aggregator.region': '--aggregator',
  'aws.aggregator.account': '--aggregator',
  'checks.include': '--check',
  severity: '--severity',
  kinds: '--kind',
  failOn: '--fail-on',
  concurrency: '--concurrency',
  'output.formats': '--output',
};

/** `--account organization` is a word, `--account 111122223333` a list. */
const oneOrList = (
  values: readonly string[] | undefined,
  words: readonly string[],
): string | readonly string[] | undefined => {
  const [only] = values ?? [];
  return values?.length === 1 && only !== undefined && words.includes(only) ? only : values;
};

const roleOf = (
  file: Configuration['aws']['role'],
  flags: Partial<ScanFlags>,
): Configuration['aws']['role'] => {
  const name = flags.role ?? file?.name;
  if (name === undefined) {
    if (flags.externalId !== undefined)
      throw new UsageError('--external-id needs a role: name it with --role');
    return undefined;
  }
  const externalId = flags.externalId ?? file?.externalId;
  return {
    name,
    inOwnAccount: file?.inOwnAccount ?? false,
    ...(externalId === undefined ? {} : { externalId }),
  };
};

/** `name@region`, or `name@region@account`. */
const aggregatorOf = (text: string): Record<string, string> => {
  const [name = '', region, account, ...rest] = text.split('@');
  if (region === undefined || rest.length > 0) {
    throw new UsageError(`--aggregator is written as name@region or name@region@account, not '${text}'`);
  }
  return { name, region, ...(account === undefined ? {} : { account }) };
};
