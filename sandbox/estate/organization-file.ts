/** `organization.yaml`: accounts, regions, recorders, aggregator, standing refusals. */
import * as z from 'zod';
import type { AggregatorFacts, Denial, Estate, OptInState, RecorderFacts } from './estate.ts';
import { checkAt, suggestion, type YamlFile } from './yaml-file.ts';

const optIn = z.enum(['ENABLED_BY_DEFAULT', 'ENABLED', 'DISABLED']);

/** `all`: every kind but the IAM four; `all-with-global`: those too; `stopped`, `failing`: as `all`, but not working. */
const recorderShape = z.union([
  z.enum(['none', 'all', 'all-with-global', 'stopped', 'failing']),
  z.strictObject({ only: z.array(z.string()).min(1) }),
  z.strictObject({ except: z.array(z.string()).min(1) }),
]);

const accountShape = z.strictObject({
  key: z.string(),
  id: z.string().regex(/^\d{12}$/, 'an account id is 12 digits between quotes'),
  name: z.string(),
  email: z.string(),
  status: z.enum(['ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE']).default('ACTIVE'),
  reader: z.literal('none').optional(),
  regions: z.record(z.string(), optIn).default({}),
  recorders: z.record(z.string(), recorderShape).default({}),
});

const denialShape = z.strictObject({
  account: z.string(),
  region: z.string().optional(),
  action: z
    .string()
    .regex(/^[a-z]+:[A-Za-z]*\*?$/, 'an action is `service:Operation`, with * as suffix if wanted'),
  by: z.enum(['policy', 'scp']),
});

const organizationShape = z.strictObject({
  name: z.string(),
  partition: z.string().default('aws'),
  homeRegion: z.string(),
  organization: z.strictObject({
    id: z.string().regex(/^o-[a-z0-9]{10,32}$/),
    management: z.string(),
    /** Looks after IAM Access Analyzer for all others; the management account does where nobody is named. */
    analyzers: z.string().optional(),
  }),
  caller: z.strictObject({ account: z.string(), user: z.string() }),
  reader: z.strictObject({ role: z.string(), externalId: z.string().default('') }),
  regions: z.record(z.string(), optIn),
  aggregator: z
    .strictObject({
      name: z.string(),
      account: z.string(),
      region: z.string(),
      regions: z.array(z.string()),
      troubled: z
        .array(
          z.strictObject({ account: z.string(), region: z.string(), status: z.enum(['FAILED', 'OUTDATED']) }),
        )
        .default([]),
    })
    .optional(),
  accounts: z.array(accountShape).min(1),
  denials: z.array(denialShape).default([]),
});

type Short = z.output<typeof organizationShape>;

interface AccountShort {
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE';
  readonly reader: { readonly role: string; readonly externalId: string } | 'none';
  readonly regions: readonly { readonly name: string; readonly state: OptInState }[];
  readonly recorders: readonly RecorderFacts[];
}

export interface OrganizationFile {
  readonly name: string;
  readonly partition: string;
  readonly homeRegion: string;
  readonly organization: Estate['organization'];
  readonly caller: { readonly account: string; readonly user: string };
  readonly accounts: readonly AccountShort[];
  readonly aggregators: readonly AggregatorFacts[];
  readonly denials: readonly Denial[];
}

const recorder = (region: string, short: z.output<typeof recorderShape>): RecorderFacts | undefined => {
  if (short === 'none') return undefined;
  const base = {
    region,
    name: 'default',
    recording: short !== 'stopped',
    lastStatus: short === 'failing' ? ('Failure' as const) : ('Success' as const),
    statusAgeHours: short === 'stopped' ? 24 * 30 : 2,
    includeGlobal: short === 'all-with-global',
  };
  if (typeof short === 'string') return { ...base, strategy: 'ALL_SUPPORTED', kinds: [] };
  return 'only' in short
    ? { ...base, strategy: 'INCLUSION_BY_RESOURCE_TYPES', kinds: short.only }
    : { ...base, strategy: 'EXCLUSION_BY_RESOURCE_TYPES', kinds: short.except };
};

const accountFacts = (short: Short, account: Short['accounts'][number]): AccountShort => ({
  key: account.key,
  id: account.id,
  name: account.name,
  email: account.email,
  status: account.status,
  reader: account.reader ?? short.reader,
  regions: Object.entries({ ...short.regions, ...account.regions }).map(([name, state]) => ({ name, state })),
  recorders: Object.entries(account.recorders).flatMap(([region, one]) => recorder(region, one) ?? []),
});

export const readOrganization = (yaml: YamlFile): OrganizationFile => {
  const short = checkAt(yaml, [], yaml.value, organizationShape, [
    ...Object.keys(organizationShape.shape),
    ...Object.keys(accountShape.shape),
    ...Object.keys(denialShape.shape),
  ]);
  const ids = new Map(short.accounts.map((account) => [account.key, account.id]));
  const id = (key: string, path: readonly (string | number)[]): string =>
    ids.get(key) ?? yaml.wrong(path, `no account has the key ${key}${suggestion(key, ids.keys())}`);
  short.accounts.forEach((account, index) => {
    for (const region of [...Object.keys(account.regions), ...Object.keys(account.recorders)]) {
      if (!Object.hasOwn(short.regions, region)) {
        yaml.wrong(['accounts', index], `${account.key}: region ${region} is not listed under regions`);
      }
    }
  });
  const { aggregator } = short;
  return {
    name: short.name,
    partition: short.partition,
    homeRegion: short.homeRegion,
    organization: {
      id: short.organization.id,
      managementAccount: id(short.organization.management, ['organization', 'management']),
      ...(short.organization.analyzers === undefined
        ? {}
        : { analyzers: id(short.organization.analyzers, ['organization', 'analyzers']) }),
    },
    caller: { account: id(short.caller.account, ['caller', 'account']), user: short.caller.user },
    accounts: short.accounts.map((account) => accountFacts(short, account)),
    aggregators:
      aggregator === undefined
        ? []
        : [
            {
              name: aggregator.name,
              account: id(aggregator.account, ['aggregator', 'account']),
              region: aggregator.region,
              regions: aggregator.regions,
              troubled: aggregator.troubled.map((one, index) => ({
                ...one,
                account: id(one.account, ['aggregator', 'troubled', index, 'account']),
              })),
            },
          ],
    denials: short.denials.map((denial, index) => ({
      account: id(denial.account, ['denials', index, 'account']),
      ...(denial.region === undefined ? {} : { region: denial.region }),
      action: denial.action,
      by: denial.by,
    })),
  };
};
