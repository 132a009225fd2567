/** Questions about reading: refused, cut, stale and paged answers, and regions. */
import type { Unread } from '#model/reading.ts';
import { listPages, shortfall } from '#sources/aws/config/listing.ts';
import type { InventoryRoute } from '#sources/aws/config/route.ts';
import { normalizeItem } from '#sources/aws/items.ts';
import type { PlainAdapter, PlainAnswer } from '../contract.ts';
import { field, isFields, objectsIn, text } from '../input.ts';
import { askBucket } from './bucket.ts';
import type { SortedFailure } from './errors.ts';
import { failureOf } from './errors.ts';
import { isItem, resourcesIn } from './items.ts';
import { askPolicy } from './policy.ts';

const unknownOf = ({ missing }: Unread, more: Readonly<Record<string, unknown>> = {}): PlainAnswer => ({
  verdict: 'unknown',
  ...(missing === undefined ? {} : { missing }),
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
  const evaluated = field(given.input, 'described') ?? field(given.input, 'evaluated');
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
  return /^[A-Z]\w+$/.test(operation) && service !== undefined ? `${service}:${operation}` : operation;
}

export const askRegion: PlainAdapter = (given) => {
  if (given.provider !== 'aws') return undefined;
  if (resourcesIn(given.input).length > 0) return askBucket(given) ?? askPolicy(given);
  const regions = field(given.input, 'regions') ?? field(given.input, 'Regions');
  if (!Array.isArray(regions)) return undefined;
  const asked =
    regions.find((region) => given.question.includes(text(field(region, 'RegionName')) ?? '\n')) ??
    regions[0];
  if (field(asked, 'OptInStatus') === 'not-opted-in')
    return { verdict: 'skipped', reason: 'region disabled' };
  const name = text(field(asked, 'RegionName'));
  const calls = field(given.input, 'calls');
  const failed = (Array.isArray(calls) ? calls : [])
    .filter((call) => field(call, 'region') === name)
    .map((call) => failureOf(call, text(field(call, 'op')) ?? ''))
    .find((failure) => failure?.absent === false);
  return failed === undefined ? undefined : { verdict: 'unknown' };
};

export const askStale: PlainAdapter = ({ provider, input }) => {
  if (provider !== 'aws') return undefined;
  const items = [...objectsIn(input)].filter(isItem).map(normalizeItem);
  const [item] = items;
  if (item !== undefined && items.length === 1) {
    if (item.type === 'left-out') return { verdict: 'not-applicable' };
    if (item.type === 'not-recorded' || item.type === 'malformed') return { verdict: 'unknown' };
  }
  const failures = failuresIn(input);
  if (failures.some(({ absent }) => absent)) return { verdict: 'not-applicable' };
  const [failed] = failures;
  if (failed !== undefined) return unknownOf(failed.unread);
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
  let asked = 0;
  const route: InventoryRoute = {
    name: 'config',
    condition: '',
    counts: () => Promise.resolve({ ok: true, value: new Map() }),
    page: () => {
      const page = pages[Math.min(asked, pages.length - 1)];
      asked += 1;
      return Promise.resolve({
        ok: true,
        value: { rows: Array.from({ length: rowsOf(page) }, rowText), next: tokenOf(page) },
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
  return { verdict: stopped ? 'stop' : 'count', items };
};

/** The page's list, or the number that stands for it. */
function rowsOf(page: unknown): number {
  for (const [name, value] of Object.entries(isFields(page) ? page : {})) {
    if (Array.isArray(value)) return value.length;
    if (typeof value === 'number' && !/status|total|size|limit/i.test(name)) return value;
  }
  return 0;
}

function tokenOf(page: unknown): string | undefined {
  if (!isFields(page) || page['IsTruncated'] === false) return undefined;
  const token = Object.entries(page).find(([name]) => /token|marker/i.test(name))?.[1];
  return token === '' ? undefined : text(token);
}

const someAccount = '111122223333';
const someKind = 'AWS::EC2::EIP';

const rowText = (_value: unknown, index: number): string =>
  JSON.stringify({
    accountId: someAccount,
    awsRegion: 'eu-west-1',
    resourceType: someKind,
    resourceId: `eip-${index}`,
    configurationItemCaptureTime: '2026-01-01T00:00:00.000Z',
    configurationItemStatus: 'OK',
    configuration: {},
  });
