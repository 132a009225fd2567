/** Questions about reading: refused, cut, stale and paged answers, and regions. */
import type { Unread } from '#model/reading.ts';
import { listPages, shortfall } from '#sources/aws/config/listing.ts';
import type { InventoryRoute } from '#sources/aws/config/route.ts';
import type { AwsEstate } from '#sources/aws/estate.ts';
import { normalizeItem } from '#sources/aws/items.ts';
import { Recorders } from '#sources/aws/recorders.ts';
import type { PlainAdapter, PlainAnswer } from '../contract.ts';
import { field, isFields, objectsIn, text } from '../input.ts';
import { askBucket } from './bucket.ts';
import type { SortedFailure } from './errors.ts';
import { failureOf, permissionOf } from './errors.ts';
import { isItem, resourcesIn } from './items.ts';
import { askPolicy } from './policy.ts';

const unknownOf = (
  { missing }: Pick<Unread, 'missing'>,
  more: Readonly<Record<string, unknown>> = {},
): PlainAnswer => ({
  verdict: 'unknown',
  ...(missing === undefined || missing === '' ? {} : { missing }),
  ...more,
});

/** A call that failed for another reason than that there is nothing makes the answer unknown. */
export const askDenied: PlainAdapter = (given) => {
  if (given.provider !== 'aws') return undefined;
  const asBucket = 'GetBucketAcl' in Object(given.input) ? askBucket(given) : undefined;
  if (asBucket !== undefined) return asBucket;
  const failures = failuresIn(given.input);
  const failed = failures.find(({ absent }) => !absent);
  if (failed === undefined) return undefined;
  const evaluated = ['described', 'evaluated', 'read', 'scanned', 'processed', 'fetched', 'checked']
    .map((name) => field(given.input, name))
    .find((one) => typeof one === 'number');
  return unknownOf(failed.unread, typeof evaluated === 'number' ? { evaluated } : {});
};

/** Every failed call, named by the service and operation that the input gives for it. */
function failuresIn(input: unknown): readonly SortedFailure[] {
  return failuresUnder(input, text(field(input, 'service')), '');
}

function failuresUnder(value: unknown, service: string | undefined, name: string): readonly SortedFailure[] {
  if (Array.isArray(value)) return value.flatMap((one) => failuresUnder(one, service, name));
  if (!isFields(value)) return [];
  const own = failureOf(value, actionOf(value, service, name));
  const below = Object.entries(value)
    .filter(([key]) => key.toLowerCase() !== 'error')
    .flatMap(([key, one]) => failuresUnder(one, text(value['service']) ?? service, key));
  return own === undefined ? below : [own, ...below];
}

/** `ec2:DescribeVolumes` as the input spells it (`ec2.DescribeVolumes` too), or a service's operation by its name. */
function actionOf(value: unknown, service: string | undefined, name: string): string {
  const given = text(field(value, 'op')) ?? text(field(value, 'call')) ?? name;
  const operation = given.replace(/^([a-z0-9-]+)\.(\w+)$/, '$1:$2');
  // An AccessDenied of AWS says itself what was not allowed.
  const told = /not authorized to perform:? ([a-z0-9-]+:\w+)/i.exec(messageOf(value))?.[1];
  if (told !== undefined) return told;
  if (!/^[A-Z]\w+$/.test(operation)) return permissionOf(operation);
  const prefix = service ?? servicesOf.find(([names]) => names.test(operation))?.[1];
  // Without its service an operation is no permission.
  return prefix === undefined ? '' : permissionOf(`${prefix}:${operation}`);
}

/** Services of operations whose names leave no doubt. */
const servicesOf: readonly (readonly [RegExp, string])[] = [
  [/^(Get|List|Head)(Bucket|Object|PublicAccessBlock)/, 's3'],
  [/^(AssumeRole|GetCallerIdentity)/, 'sts'],
  [
    /^Describe(Instances|SecurityGroups|Volumes|Vpcs|Subnets|Snapshots|Images|Regions|RouteTables|NetworkAcls|FlowLogs)$/,
    'ec2',
  ],
  [
    /^(GetAccountSummary|GetAccountPasswordPolicy|GetAccountAuthorizationDetails|GetCredentialReport|GenerateCredentialReport|ListVirtualMFADevices|(List|Get)(Users?|Roles?|Groups?|AccessKeys|MFADevices))$/,
    'iam',
  ],
  [/^Describe(DBInstances|DBClusters|DBSnapshots)$/, 'rds'],
  [/^(DescribeTrails|GetTrailStatus|GetEventSelectors)$/, 'cloudtrail'],
  [/^(GetKeyPolicy|GetKeyRotationStatus|DescribeKey)$/, 'kms'],
  [/^(GetSecretValue|DescribeSecret)$/, 'secretsmanager'],
  [/^(SelectResourceConfig|DescribeConfigurationRecorders)$/, 'config'],
  [/^(ListAccounts|DescribeOrganization|ListPoliciesForTarget)$/, 'organizations'],
];

const messageOf = (holder: unknown): string =>
  text(field(field(holder, 'error') ?? field(holder, 'Error'), 'message')) ??
  text(field(field(holder, 'error') ?? field(holder, 'Error'), 'Message')) ??
  text(field(holder, 'message')) ??
  '';

export const askRegion: PlainAdapter = (given) => {
  if (given.provider !== 'aws') return undefined;
  if (resourcesIn(given.input).length > 0) return askBucket(given) ?? askPolicy(given);
  const regions = field(given.input, 'regions') ?? field(given.input, 'Regions');
  if (!Array.isArray(regions)) return undefined;
  const asked =
    regions.find((region) => given.question.includes(text(field(region, 'RegionName')) ?? '\n')) ??
    regions[0];
  const status = text(field(asked, 'OptInStatus') ?? field(asked, 'RegionOptStatus')) ?? '';
  if (/^(not-opted-in|disabled|disabling)$/i.test(status))
    return { verdict: 'skipped', reason: 'region disabled' };
  const name = text(field(asked, 'RegionName'));
  const calls = field(given.input, 'calls');
  const failed = (Array.isArray(calls) ? calls : [])
    .filter((call) => field(call, 'region') === name)
    .map((call) => failureOf(call, text(field(call, 'op')) ?? ''))
    .find((failure) => failure?.absent === false);
  return failed === undefined ? undefined : { verdict: 'unknown' };
};

/** Does the recorder of the input leave out the kind that was asked for? The product's own reader of recorders says. */
async function recorderGap(input: unknown): Promise<boolean> {
  const kind = /AWS::\w+::\w+/.exec(
    text(field(input, 'query')) ?? text(field(input, 'resourceType')) ?? '',
  )?.[0];
  const listed = field(input, 'recorders') ?? field(input, 'ConfigurationRecorders');
  const recorders = Array.isArray(listed) ? listed : undefined;
  const recorder = field(input, 'recorder') ?? field(input, 'ConfigurationRecorder') ?? recorders?.[0];
  if (kind !== undefined && (recorders?.length === 0 || recorder === null)) return true;
  if (kind === undefined || !isFields(recorder)) return false;
  const status = field(input, 'recorderStatus') ?? field(input, 'status') ?? {};
  const name = text(recorder['name']) ?? 'default';
  const answers: Readonly<Record<string, unknown>> = {
    'config:DescribeConfigurationRecorders': { ConfigurationRecorders: [{ ...recorder, name }] },
    'config:DescribeConfigurationRecorderStatus': {
      ConfigurationRecordersStatus: [{ recording: true, lastStatus: 'SUCCESS', ...Object(status), name }],
    },
  };
  const estate = {
    call: (action: string) => Promise.resolve({ ok: true, value: answers[action] }),
    now: () => 0,
  } as unknown as AwsEstate;
  const state = await new Recorders(estate).state(someAccount, 'eu-west-1', AbortSignal.timeout(5000));
  return state.gapOf(kind) !== undefined;
}

export const askStale: PlainAdapter = async ({ provider, input }) => {
  if (provider !== 'aws') return undefined;
  const items = [...objectsIn(input)].filter(isItem).map(normalizeItem);
  const [item] = items;
  if (item !== undefined && items.length === 1) {
    if (item.type === 'left-out') return { verdict: 'not-applicable' };
    if (item.type === 'not-recorded' || item.type === 'malformed') return { verdict: 'unknown' };
    const parts = Object.values(item.resource.parts);
    if (parts.length > 0 && parts.every(({ known }) => !known)) return { verdict: 'unknown' };
  }
  const failures = failuresIn(input);
  if (failures.some(({ absent }) => absent)) return { verdict: 'not-applicable' };
  const [failed] = failures;
  if (failed !== undefined) return unknownOf(failed.unread);
  const state = text(field(field(field(input, 'instance'), 'State'), 'Name'));
  if (state === 'terminated' || state === 'shutting-down') return { verdict: 'not-applicable' };
  if (await recorderGap(input)) return { verdict: 'unknown' };
  const results = field(field(input, 'response'), 'Results');
  const counts = field(input, 'discoveredCounts');
  if (!Array.isArray(results) || !Array.isArray(counts)) return undefined;
  const counted = counts.reduce((sum: number, one) => sum + Number(field(one, 'count') ?? 0), 0);
  return shortfall('kind', results.length, counted) === undefined ? undefined : { verdict: 'unknown' };
};

/** Pages of an input, served to the product's own reader: how many rows it took, and whether it saw the end. */
export const askPages: PlainAdapter = async ({ provider, input }) => {
  const pages = field(input, 'pages');
  if (provider !== 'aws' || !Array.isArray(pages)) return undefined;
  let failed = false;
  const tokens = pages.map(tokenOf);
  const route: InventoryRoute = {
    name: 'config',
    condition: '',
    counts: () => Promise.resolve({ ok: true, value: new Map() }),
    recount: () => Promise.resolve({ ok: true, value: new Map() }),
    page: (_expression, token) => {
      // A token always leads to the same page, so that tokens may go in a circle.
      const at = token === undefined ? 0 : tokens.indexOf(token) + 1;
      // What comes after the last one that is there was not seen.
      if (at >= pages.length) failed = true;
      const page: unknown = pages[at];
      const failure = failureOf(page, 'config:SelectResourceConfig');
      if (failure !== undefined) {
        failed = true;
        return Promise.resolve({ ok: false, failure: failure.sorted });
      }
      return Promise.resolve({
        ok: true,
        value: failed ? { rows: [], next: undefined } : { rows: rowsOfPage(page, at), next: tokens[at] },
      });
    },
  };
  const place = { account: someAccount, region: undefined };
  const group = { kinds: [someKind], counts: {}, whole: true };
  let items = 0;
  let stopped = false;
  for await (const event of listPages(route, group, place, undefined, AbortSignal.timeout(5000))) {
    if (event.type === 'page') items += event.rows.length;
    else stopped = true;
  }
  // Nothing but an error in the middle hides how many there are.
  if (failed) return { verdict: 'unknown', items };
  return { verdict: stopped ? 'stop' : 'count', items };
};

/** The page's list, or the number that stands for it. */
function rowsOf(page: unknown): number {
  for (const [name, value] of Object.entries(isFields(page) ? page : {})) {
    if (Array.isArray(value)) return value.length;
    if (typeof value === 'number' && !/status|total|size|limit|max|code|time|page/i.test(name)) return value;
  }
  return 0;
}

function tokenOf(page: unknown): string | undefined {
  if (!isFields(page)) return undefined;
  const entries = Object.entries(page);
  // A flag that says no more is the end, whatever token stands beside it.
  if (entries.some(([name, value]) => /^(is_?truncated|has_?more\w*)$/i.test(name) && value === false)) {
    return undefined;
  }
  const token = entries.find(
    ([name, value]) =>
      /token|marker|cursor|^position$|^next\w*|^last_?evaluated\w*/i.test(name) && value !== null,
  )?.[1];
  if (isFields(token)) return Object.keys(token).length === 0 ? undefined : JSON.stringify(token);
  return token === '' ? undefined : text(token);
}

const someAccount = '111122223333';
const someKind = 'AWS::EC2::EIP';

/** No page repeats what another has. */
const rowsOfPage = (page: unknown, at: number): readonly string[] =>
  Array.from({ length: rowsOf(page) }, (_value, index) => rowText(`eip-${at}-${index}`));

const rowText = (resourceId: string): string =>
  JSON.stringify({
    accountId: someAccount,
    awsRegion: 'eu-west-1',
    resourceType: someKind,
    resourceId,
    configurationItemCaptureTime: '2026-01-01T00:00:00.000Z',
    configurationItemStatus: 'OK',
    configuration: {},
  });
