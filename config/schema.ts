/**
 * The configuration file, `plumbline.yaml`. Every key has a default, so that a scan works without a file. The
 * descriptions are the table in docs/configuration.md and the JSON Schema that editors read.
 */
import * as z from 'zod';
import { unreadReasons } from '#model/reading.ts';
import { formatNames } from '#reports/formats/format.ts';
import { alertsSection } from './alerts-schema.ts';
import { choice, count, flag, list, number, section, text } from './fields.ts';
import { isLoopback, isSecure } from './loopback.ts';
import { ownersSection } from './owners-schema.ts';

/** The summary on the screen, the pages, and the formats of `reports/formats/`. */
const outputFormats = ['text', 'html', ...formatNames] as const;

const accountId = z
  .string({ error: 'must be text' })
  .regex(/^\d{12}$/, { error: 'must be an account id of 12 digits' });

const region = z
  .string({ error: 'must be text' })
  .regex(/^[a-z]{2,}(?:-[a-z]+)+-\d+$/, { error: 'must be a region such as eu-west-1' });

const url = z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).describe('Address');

const aws = section(
  {
    accounts: z
      .union(
        [z.enum(['caller', 'organization']), z.array(accountId).min(1, { error: 'must name an account' })],
        {
          error: "must be 'caller', 'organization', or a list of account ids of 12 digits",
        },
      )
      .default('caller')
      .describe(
        'Accounts to scan: `caller` (the account of the credentials), `organization` (all active accounts of its organisation), or a list of ids.',
      ),
    regions: z
      .union([z.enum(['enabled']), z.array(region).min(1, { error: 'must name a region' })], {
        error: "must be 'enabled' or a list of regions such as eu-west-1",
      })
      .default('enabled')
      .describe('Regions to scan: `enabled` (all that an account has enabled), or a list.'),
    role: section(
      {
        name: text('Name of the role, after its path where it has one: `audit/PlumblineReader`.'),
        externalId: text('External id that the role asks for.').optional(),
        inOwnAccount: flag(
          "Assumes the role in the caller's own account too. The organisation, and an aggregator for which no account is named, are asked without it.",
        ).default(false),
      },
      "Role that is assumed in each account other than the caller's own.",
    ).optional(),
    aggregator: section(
      {
        name: text('Name of the aggregator.'),
        region: region.describe('Region that the aggregator is in.'),
        account: accountId
          .describe("Account that the aggregator is in; the caller's own when left out.")
          .optional(),
      },
      'AWS Config aggregator that the inventory of all accounts is read from. Without it, each account and region is asked.',
    ).optional(),
    inventory: choice(
      ['auto', 'config', 'direct'],
      'Where resources are read from: `auto` (AWS Config where it records a kind, else its own service), `config` (AWS Config only), or `direct` (the services only).',
    ).default('auto'),
    profile: text("Named profile of AWS's shared configuration files, SSO included.").optional(),
    partners: list(accountId, 'Account ids outside the organisation that are trusted by name.').default([]),
    homeRegion: region
      .optional()
      .describe('Region of the first calls. When left out: AWS_REGION, AWS_DEFAULT_REGION, else us-east-1.'),
    endpoint: url
      .refine(isSecure, { error: 'must use https, or http on loopback' })
      .optional()
      .describe(
        'One address for every AWS service, as the sandbox has; `http` on loopback only. When left out: AWS_ENDPOINT_URL.',
      ),
    proxy: url.optional().describe('HTTP proxy for all calls. When left out: HTTPS_PROXY.'),
    caFile: text('PEM file with further certificate authorities. When left out: AWS_CA_BUNDLE.').optional(),
    callsPerSecond: number('Calls per second and API, over all accounts of a region.')
      .positive({ error: 'must be more than 0' })
      .default(8),
    attempts: count('Tries per call before it counts as throttled or unavailable.').max(50).default(8),
    timeout: count('Milliseconds before one try of a call is given up.').default(30_000),
    backoffBase: count('Milliseconds of the first wait between two tries; it doubles.').default(200),
  },
  'How AWS is reached.',
);

const store = section(
  {
    driver: choice(['files', 's3'], 'Where scans are kept: in a folder, or in an S3 bucket.').default(
      'files',
    ),
    path: text('Folder of the `files` driver, relative to the folder of this file.').default(
      'plumbline-out/store',
    ),
    bucket: text('Bucket of the `s3` driver, which needs one.')
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: 'must be a name of a bucket' })
      .optional(),
    prefix: text('What keys in the bucket begin with, such as `plumbline/web-shop`; nothing when left out.')
      .regex(/^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/, {
        error: "must be letters, digits, '.', '_' and '-', in parts joined by '/'",
      })
      .optional(),
    region: region.optional().describe('Region of the bucket; `aws.homeRegion` when left out.'),
    kmsKey: text(
      "Id or ARN of the KMS key that objects are encrypted with; the bucket's own default when left out.",
    ).optional(),
    endpoint: url
      .refine(isSecure, { error: 'must use https, or http on loopback' })
      .optional()
      .describe(
        'Address of another server that speaks S3 and honours conditional writes; `http` on loopback only. When left out: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, else AWS.',
      ),
    keepDays: count(
      'Days for which a scan is kept at least: `plumbline scans --expire` deletes none that is younger.',
    ).default(400),
  },
  'Where scans are kept.',
).refine(({ driver, bucket }) => driver !== 's3' || bucket !== undefined, {
  path: ['bucket'],
  error: 'must name the bucket of the s3 driver',
});

const subscriptionId = z.guid({
  error: 'must be a subscription id such as 11111111-2222-3333-4444-555555555555',
});

/** A token of an AWS role, as each public and sovereign cloud of Azure names whom it is for. */
export const azureAudiences = [
  'api://AzureADTokenExchange',
  'api://AzureADTokenExchangeUSGov',
  'api://AzureADTokenExchangeChina',
] as const;

const azure = section(
  {
    subscriptions: z
      .union([z.enum(['all']), z.array(subscriptionId).min(1, { error: 'must name a subscription' })], {
        error: "must be 'all' or a list of subscription ids",
      })
      .default('all')
      .describe('Subscriptions to scan: `all` (those that the credential sees), or a list of ids.'),
    tenantId: z
      .guid({ error: 'must be a tenant id such as 11111111-2222-3333-4444-555555555555' })
      .optional()
      .describe("Tenant to sign in to; the credential's own when left out."),
    clientId: text('Client id of the managed or workload identity to sign in as.').optional(),
    identity: section(
      {
        from: choice(
          ['chain', 'aws'],
          "How to sign in: `chain` (what Azure's own tools use), or `aws` (as `clientId` of `tenantId`, with a token of the AWS role that this runs as).",
        ).default('chain'),
        audience: choice(
          azureAudiences,
          'Whom the token of AWS is for, as the federated credential has it.',
        ).default(azureAudiences[0]),
        authority: z
          .url({ protocol: /^https$/, error: 'must be an https address' })
          .optional()
          .describe('Address of Entra ID; that of the public cloud when left out.'),
      },
      'How Plumbline proves to Azure who it is.',
    ).prefault({}),
    endpoint: z
      .url({ protocol: /^https$/, error: 'must be an https address' })
      .optional()
      .describe("Address of Azure Resource Manager; Azure's public one when left out."),
    proxy: url.optional().describe('HTTP proxy for all calls.'),
    caFile: text('PEM file with further certificate authorities.').optional(),
    callsPerSecond: number('Calls per second and subscription; Azure refills 25 a second.')
      .positive({ error: 'must be more than 0' })
      .default(20),
    queriesPerSecond: number('Queries per second to Resource Graph, over all subscriptions.')
      .positive({ error: 'must be more than 0' })
      .default(3),
    attempts: count('Tries per call before it counts as throttled or unavailable.').max(50).default(8),
    timeout: count('Milliseconds before one try of a call is given up.').default(30_000),
    backoffBase: count('Milliseconds of the first wait between two tries; it doubles.').default(200),
  },
  'How Azure is reached.',
)
  .refine(({ identity, tenantId }) => identity.from === 'chain' || tenantId !== undefined, {
    path: ['tenantId'],
    error:
      "must name the tenant of the application that trusts the AWS role, where azure.identity.from is 'aws'",
  })
  .refine(({ identity, clientId }) => identity.from === 'chain' || clientId !== undefined, {
    path: ['clientId'],
    error: "must name the application that trusts the AWS role, where azure.identity.from is 'aws'",
  });

const onLoopback = url.refine(
  (address) => address.startsWith('http://') && isLoopback(new URL(address).hostname),
  { error: 'must use http on loopback' },
);

const gcp = section(
  {
    parents: list(
      z
        .string({ error: 'must be text' })
        .regex(
          /^(?:(?:organizations|folders)\/\d{1,20}|projects\/(?:\d{1,20}|(?:[a-z0-9.-]{1,63}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]))$/,
          { error: 'must be organizations/<number>, folders/<number> or projects/<id>' },
        ),
      'What to scan, with everything below it: `organizations/<number>`, `folders/<number>` or `projects/<id>`.',
    ).default([]),
    partners: list(text('Project id.'), 'Project ids elsewhere that are trusted by name.').default([]),
    quotaProject: text(
      'Project that the calls are counted against; that of the credentials when left out.',
    ).optional(),
    identity: section(
      {
        provider: z
          .string({ error: 'must be text' })
          .regex(
            /^projects\/\d{1,20}\/locations\/global\/workloadIdentityPools\/[a-z0-9-]{4,32}\/providers\/[a-z0-9-]{4,32}$/,
            {
              error:
                'must be projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>',
            },
          )
          .describe('Provider of the workload identity pool, of the kind AWS.'),
        serviceAccount: z
          .string({ error: 'must be text' })
          .regex(/^[a-z0-9-]{1,63}@[a-z0-9.-]{1,190}\.gserviceaccount\.com$/, {
            error: 'must be the e-mail of a service account',
          })
          .optional()
          .describe('E-mail of the service account to act as; the federated identity itself when left out.'),
        endpoint: onLoopback
          .optional()
          .describe("Address of the sandbox's token services, on loopback; Google's when left out."),
      },
      'Proves to Google Cloud who Plumbline is by the AWS role that this runs as. When left out: application default credentials.',
    ).optional(),
    endpoint: onLoopback.optional().describe('Address of the sandbox, on loopback; Google when left out.'),
    callsPerMinute: number(
      'Calls per minute; Google allows 100 for each project and 800 for an organisation.',
    )
      .positive({ error: 'must be more than 0' })
      .default(90),
    attempts: count('Tries per call before it counts as throttled or unavailable.').max(50).default(8),
    timeout: count('Milliseconds before one try of a call is given up.').default(60_000),
    backoffBase: count('Milliseconds of the first wait between two tries; it doubles.').default(500),
    snapshotAge: number(
      'Seconds that the moment which is read lies back: right after a change, reads may differ.',
    )
      .int({ error: 'must be a whole number' })
      .min(0, { error: 'must be 0 or more' })
      .default(120),
  },
  'How Google Cloud is reached.',
).refine(
  ({ identity, endpoint }) =>
    identity === undefined || (identity.endpoint === undefined) === (endpoint === undefined),
  {
    path: ['identity', 'endpoint'],
    error: 'must be set where gcp.endpoint is, and only there: a token of Google is not sent to loopback',
  },
);

const expectedUnknown = section(
  {
    provider: choice(['aws', 'azure', 'gcp'], 'Cloud.').default('aws'),
    account: text('Account id; `*` stands for any characters.').default('*'),
    region: text('Region; `*` stands for any characters.').default('*'),
    kind: text('Kind, such as `AWS::EC2::Volume`; `*` stands for any characters.').default('*'),
    part: text('Part of the kind; `*` stands for any characters.').default('*'),
    reasons: list(choice(unreadReasons, 'Reason.'), 'Reasons that are expected; all when left out.').default(
      [],
    ),
    missing: text('Permission that is missing; `*` stands for any characters.').default('*'),
    until: z.iso
      .date({ error: 'must be a day such as 2027-03-31' })
      .optional()
      .describe('Expected up to the end of this day; without end when left out.'),
    because: text('Why it is expected. Stands in the reports.'),
  },
  'What is known to be unreadable.',
);

export const configurationSchema = section(
  {
    estate: text('Name of what is scanned; stands in the reports.').default('estate'),
    providers: list(choice(['aws', 'azure', 'gcp'], 'Cloud.'), 'Clouds to scan.')
      .min(1, { error: 'must name a cloud' })
      .default(['aws']),
    aws: aws.prefault({}),
    azure: azure.prefault({}),
    gcp: gcp.prefault({}),
    checks: section(
      {
        include: list(text('Check id; `*` stands for any characters.'), 'Checks to run.').default(['*']),
        exclude: list(text('Check id; `*` stands for any characters.'), 'Checks to leave out.').default([]),
      },
      'Which checks run, by id; `*` stands for any characters.',
    ).prefault({}),
    severity: choice(
      ['critical', 'high', 'medium', 'low'],
      'Runs checks of this severity and above.',
    ).default('low'),
    kinds: list(text('Kind, such as `AWS::S3::Bucket`.'), 'Kinds to list; empty is all.').default([]),
    store: store.prefault({}),
    exceptions: section(
      {
        file: text('File of the exceptions, relative to the folder of this file.').default(
          'plumbline-exceptions.yaml',
        ),
        longestDays: count('Longest time that an exception may run, in days.').default(365),
        broadest: count('Most findings that one exception may hide.').default(100),
      },
      'Which findings are accepted for a time.',
    ).prefault({}),
    attestations: section(
      {
        file: text('File of the attestations, relative to the folder of this file.').default(
          'plumbline-attestations.yaml',
        ),
        longestDays: count('Longest time that an attestation may run, in days.').default(400),
      },
      'What people vouch for where checks can decide a control in part, or not at all.',
    ).prefault({}),
    report: section(
      {
        longestGapHours: count(
          'Hours between two scans beyond which a report over a time shows a gap: nobody can say what held in between.',
        ).default(26),
      },
      'What reports over a time say.',
    ).prefault({}),
    expectedUnknowns: list(
      expectedUnknown,
      'What is known to be unreadable: still unknown and in the denominator, but no exit 3.',
    ).default([]),
    owners: ownersSection,
    alerts: alertsSection,
    timezone: text('Time zone in which the last day of an exception ends, such as Europe/Vienna.')
      .refine(isTimeZone, { error: 'must be a time zone such as Europe/Vienna' })
      .default('UTC'),
    failOn: choice(
      ['critical', 'high', 'medium', 'low', 'new:critical', 'new:high', 'new:medium', 'new:low', 'none'],
      'Exit 1 when an open finding of this severity or above is there; with `new:`, when one is new, worse or reopened.',
    ).default('none'),
    allowIncomplete: flag('Does not exit 3 for an incomplete scan.').default(false),
    concurrency: count('Shards that are read at the same time.').max(64).default(8),
    output: section(
      {
        formats: list(choice(outputFormats, 'Format.'), 'What a scan writes.').default(['text', 'html']),
        dir: text('Folder of the reports, relative to the folder of this file.').default('plumbline-out'),
      },
      'What a scan writes.',
    ).prefault({}),
  },
  'Configuration of Plumbline.',
);

export type Configuration = z.output<typeof configurationSchema>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
