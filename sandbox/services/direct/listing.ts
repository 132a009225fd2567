/** Lists of the services themselves: what exists, recorded or not, page by page. */
import type { ConfigItem, Estate, JsonObject, Shelf } from '#sandbox/estate/estate.ts';
import { itemsIn } from '#sandbox/estate/estate.ts';
import {
  answer,
  type Call,
  type Carried,
  type Outcome,
  type Refusal,
  refuse,
} from '#sandbox/protocol/call.ts';
import { start } from '../page-tokens.ts';
import { type Handler, isEmptyPage, isHidden, readLimit, type ServiceContext } from '../service.ts';

export interface Listing {
  readonly kind: string;
  /** How a request names the size of a page; a service without it gives all at once, up to `most`. */
  readonly limit?: { readonly name: string; readonly least?: number; readonly otherwise: number };
  /** The longest page. */
  readonly most: number;
  /** Of the request and of the answer, where the service pages at all. */
  readonly token?: { readonly asked: string; readonly given: string };
  /** What the service says to a token that it does not know; a code of its own. */
  readonly badToken?: Refusal;
  /** Names that narrow the list; every item when omitted. */
  readonly where?: (item: ConfigItem, call: Call) => boolean;
  /** As an SDK's answer holds it. */
  readonly row: (item: ConfigItem, context: ServiceContext) => unknown;
  readonly wrap: (rows: readonly unknown[], call: Call) => JsonObject;
}

/** All that exists of a kind where the call looks. */
export const liveItems = (
  context: ServiceContext,
  call: Pick<Call, 'account' | 'region'>,
  kind: string,
): readonly ConfigItem[] =>
  itemsOf(
    context,
    shelvesOf(context.estate, call.account).filter((one) => one.region === call.region && one.kind === kind),
  );

/** The same in every region, for services that list them all in one. */
export const liveEverywhere = (
  context: ServiceContext,
  account: string,
  kind: string,
): readonly ConfigItem[] =>
  itemsOf(
    context,
    shelvesOf(context.estate, account).filter((one) => one.kind === kind),
  );

/** What exists of every kind in one region. */
export const liveOfRegion = (
  context: ServiceContext,
  { account, region }: Pick<Call, 'account' | 'region'>,
): readonly ConfigItem[] =>
  itemsOf(
    context,
    shelvesOf(context.estate, account).filter((one) => one.region === region),
  );

const itemsOf = (context: ServiceContext, shelves: readonly Shelf[]): readonly ConfigItem[] =>
  shelves.flatMap((one) => [...itemsIn(one)]).filter((item) => !isHidden(context, item));

/** Account → its shelves: an organisation has many thousands. */
const byAccount = new WeakMap<Estate, ReadonlyMap<string, readonly Shelf[]>>();

const shelvesOf = (estate: Estate, account: string): readonly Shelf[] => {
  const known = byAccount.get(estate) ?? Map.groupBy(estate.live, (one) => one.account);
  byAccount.set(estate, known);
  return known.get(account) ?? [];
};

export const listHandler =
  (listing: Listing): Handler =>
  (call, context) =>
    listItems(listing, call, context, liveItems(context, call, listing.kind));

export const listItems = (
  listing: Listing,
  call: Call,
  context: ServiceContext,
  items: readonly ConfigItem[],
): Outcome => {
  const { limit, most, token, where } = listing;
  const asked =
    limit === undefined ? most : readLimit(call.input[limit.name], limit.least ?? 1, most, limit.otherwise);
  if (asked === undefined) {
    return refuse(
      400,
      'ValidationError',
      `${limit?.name ?? ''} must be between ${limit?.least ?? 1} and ${most}`,
    );
  }
  const scope = [call.action, call.account, call.region, { ...call.input, [token?.asked ?? '']: undefined }];
  const given = token === undefined ? undefined : call.input[token.asked];
  const at = given === undefined || given === '' ? start : context.tokens.open(scope, String(given));
  if (at === undefined) {
    return listing.badToken ?? refuse(400, 'InvalidNextToken', 'The token is not valid');
  }
  const found = where === undefined ? items : items.filter((item) => where(item, call));
  const empty = token !== undefined && isEmptyPage(context.habits, at.page);
  const length = empty ? 0 : token === undefined ? found.length : Math.min(asked, context.habits.longestPage);
  const end = Math.min(at.index + length, found.length);
  const page = found.slice(at.index, end);
  const rows: (unknown | undefined)[] = page.map((item) => listing.row(item, context));
  const seal = (index: number): string => context.tokens.seal(scope, { list: 0, index, page: at.page + 1 });
  const value = (of: readonly unknown[], next: string | undefined): JsonObject => ({
    ...listing.wrap(
      of.filter((row) => row !== undefined),
      call,
    ),
    ...(token === undefined || next === undefined ? {} : { [token.given]: next }),
  });
  return answer((next) => value(rows, next), {
    next: end < found.length && token !== undefined ? seal(end) : undefined,
    ...(token === undefined
      ? {}
      : {
          odd: {
            again: context.tokens.seal(scope, at),
            overlapping: end < found.length && end > at.index ? seal(end - 1) : undefined,
            empty: () => value([], context.tokens.seal(scope, { ...at, page: at.page + 1 })),
          },
        }),
    carried: page.map((item, index) => carriedRow(item, rows, index)),
    kinds: [listing.kind],
  });
};

const carriedRow = (item: ConfigItem, rows: (unknown | undefined)[], index: number): Carried => ({
  kind: item.resourceType,
  account: item.accountId,
  region: item.awsRegion,
  names: [item.resourceId, item.resourceName ?? '', item.arn ?? ''],
  form: 'detail',
  value: () => (rows[index] ?? {}) as JsonObject,
  replace: (value) => {
    rows[index] = value;
  },
  omit: () => {
    rows[index] = undefined;
  },
});

/** One resource's answer, that a fault may damage; `absent` where it is not (or no longer) there. */
export const oneHandler =
  (one: {
    readonly kind: string;
    readonly find: (item: ConfigItem, call: Call) => boolean;
    readonly absent: Refusal | ((call: Call) => Refusal);
    /** A refusal says that this resource has none of what is asked for. */
    readonly value: (item: ConfigItem, context: ServiceContext, call: Call) => JsonObject | Refusal;
    /** Looks in every region. */
    readonly everywhere?: true;
  }): Handler =>
  (call, context) => {
    const items =
      one.everywhere === true
        ? liveEverywhere(context, call.account, one.kind)
        : liveItems(context, call, one.kind);
    const item = items.find((candidate) => one.find(candidate, call));
    if (item === undefined) return typeof one.absent === 'function' ? one.absent(call) : one.absent;
    const value = one.value(item, context, call);
    if (isRefusal(value)) return value;
    return carriedAnswer(item, value);
  };

/** An answer about one resource, that a fault may damage. */
export const carriedAnswer = (item: ConfigItem, value: JsonObject): Outcome => {
  const rows: (unknown | undefined)[] = [value];
  return answer(() => (rows[0] ?? {}) as JsonObject, {
    carried: [carriedRow(item, rows, 0)],
    kinds: [item.resourceType],
  });
};

const isRefusal = (value: JsonObject | Refusal): value is Refusal => value['type'] === 'refusal';

/**
 * A tree with the names that an SDK's answer has where AWS Config has them with a small first letter. Members that the
 * service's model does not know are left out when the answer is written.
 */
export const sdkNames = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sdkNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      sdkNames(member),
    ]),
  );
};

export const sdkTags = (item: ConfigItem): { Key: string; Value: string }[] =>
  item.tags.map(([Key, Value]) => ({ Key, Value }));
