/** SelectResourceConfig and SelectAggregateResourceConfig. Source: AWS Config API Reference and Developer Guide. */
import type { ConfigItem, JsonObject, Shelf } from '#sandbox/estate/estate.ts';
import { answer, type Call, type Carried, type Outcome, refuse } from '#sandbox/protocol/call.ts';
import { decideShelf, meets, project, queryForm, selectedFields } from '#sandbox/sql/evaluate.ts';
import { namedKinds, parseQuery, type Query } from '#sandbox/sql/parse.ts';
import { aggregatorCovers, findAggregator, invalidToken, recordsGlobalKinds } from './config-common.ts';
import { type Position, start } from './page-tokens.ts';
import { type Handler, isEmptyPage, isHidden, readLimit, type ServiceContext } from './service.ts';

const maxExpression = 4096;
const maxPage = 100;

/** What a page of rows is cut from. */
interface Page {
  readonly items: readonly ConfigItem[];
  readonly next: Position | undefined;
  /** Where its last item is. */
  readonly last: Position | undefined;
}

const collect = (
  shelves: readonly Shelf[],
  query: Query,
  from: Position,
  limit: number,
  isThere: (item: ConfigItem) => boolean,
): Page => {
  let last: Position | undefined;
  const items: ConfigItem[] = [];
  let index = from.index;
  for (let list = from.list; list < shelves.length; list++, index = 0) {
    const shelf = shelves[list];
    if (shelf === undefined) break;
    const decision = decideShelf(query.where, shelf);
    if (decision === false) continue;
    for (; index < shelf.size; index++) {
      // One look ahead, so that a last full page carries no token.
      const item = shelf.at(index);
      if (decision === 'maybe' && !meets(query.where, queryForm(item))) continue;
      if (!isThere(item)) continue;
      const page = from.page + 1;
      if (items.length === limit) return { items, next: { list, index, page }, last };
      items.push(item);
      last = { list, index, page };
    }
  }
  return { items, next: undefined, last };
};

const groups = (
  shelves: readonly Shelf[],
  query: Query,
  isThere: (item: ConfigItem) => boolean,
  allThere: boolean,
): JsonObject[] => {
  const counts = new Map<string, { row: JsonObject; count: number }>();
  const add = (item: JsonObject, count: number): void => {
    const row = project(item, query.groupBy);
    const key = JSON.stringify(row);
    const group = counts.get(key) ?? { row, count: 0 };
    group.count += count;
    counts.set(key, group);
  };
  const byShelf = query.groupBy.every((name) => ['resourceType', 'accountId', 'awsRegion'].includes(name));
  for (const shelf of shelves) {
    const decision = decideShelf(query.where, shelf);
    if (decision === false || shelf.size === 0) continue;
    if (decision === true && byShelf && allThere) {
      add({ resourceType: shelf.kind, accountId: shelf.account, awsRegion: shelf.region }, shelf.size);
      continue;
    }
    for (let index = 0; index < shelf.size; index++) {
      if (!isThere(shelf.at(index))) continue;
      const item = queryForm(shelf.at(index));
      if (decision === true || meets(query.where, item)) add(item, 1);
    }
  }
  if (query.groupBy.length === 0 && counts.size === 0) return [{ 'COUNT(*)': 0 }];
  return [...counts.values()].map(({ row, count }) => ({
    ...Object.fromEntries(
      (query.aggregate ?? []).map((name) => [name, name === 'COUNT(*)' ? count : undefined]),
    ),
    ...row,
    'COUNT(*)': count,
  }));
};

const rowsAnswer = (
  call: Call,
  context: ServiceContext,
  shelves: readonly Shelf[],
  limitGiven: unknown,
): Outcome => {
  const expression = call.input['Expression'];
  if (typeof expression !== 'string' || expression === '') {
    return refuse(
      400,
      'ValidationException',
      "Value at 'expression' failed to satisfy constraint: Member must not be null",
    );
  }
  if (expression.length > maxExpression) {
    return refuse(
      400,
      'ValidationException',
      `Value at 'expression' failed to satisfy constraint: Member must have length less than or equal to ${maxExpression}`,
    );
  }
  const parsed = parseQuery(expression);
  if (parsed.type === 'wrong') return refuse(400, 'InvalidExpressionException', parsed.message);
  const { query } = parsed;
  const limit = readLimit(limitGiven, 0, maxPage, 0);
  if (limit === undefined) {
    return refuse(400, 'InvalidLimitException', `The limit must be between 0 and ${maxPage}`);
  }
  const scope = [
    call.action,
    call.account,
    call.region,
    call.input['ConfigurationAggregatorName'],
    expression,
    limit,
  ];
  const token = call.input['NextToken'];
  const at = token === undefined ? start : context.tokens.open(scope, String(token));
  if (at === undefined) return invalidToken;
  const kinds = namedKinds(query.where);
  const isThere = (item: ConfigItem): boolean => !isHidden(context, item);
  if (query.aggregate !== undefined) {
    const rows = groups(shelves, query, isThere, context.hidden.size === 0);
    const end = at.index + (limit || 500);
    const next =
      end < rows.length ? context.tokens.seal(scope, { list: 0, index: end, page: at.page + 1 }) : undefined;
    return answer(
      (nextToken) => ({
        Results: rows.slice(at.index, end).map((row) => JSON.stringify(row)),
        QueryInfo: { SelectFields: (query.aggregate ?? []).map((Name) => ({ Name })) },
        NextToken: nextToken,
      }),
      { next, kinds },
    );
  }
  const empty = isEmptyPage(context.habits, at.page);
  const page = empty
    ? { items: [], next: { ...at, page: at.page + 1 }, last: undefined }
    : collect(shelves, query, at, Math.min(limit || 25, context.habits.longestPage), isThere);
  const rows: (JsonObject | undefined)[] = page.items.map((item) => project(queryForm(item), query.select));
  const carried = page.items.map(
    (item, index): Carried => ({
      kind: item.resourceType,
      account: item.accountId,
      region: item.awsRegion,
      names: [item.resourceId, item.resourceName ?? '', item.arn ?? ''],
      form: 'item',
      value: () => rows[index] ?? {},
      replace: (value) => {
        rows[index] = value;
      },
      omit: () => {
        rows[index] = undefined;
      },
    }),
  );
  const value = (of: readonly (JsonObject | undefined)[], nextToken: string | undefined): JsonObject => ({
    Results: of.flatMap((row) => (row === undefined ? [] : [JSON.stringify(row)])),
    QueryInfo: { SelectFields: selectedFields(query.select).map((Name) => ({ Name })) },
    NextToken: nextToken,
  });
  return answer((nextToken) => value(rows, nextToken), {
    next: page.next && context.tokens.seal(scope, page.next),
    odd: {
      again: context.tokens.seal(scope, at),
      overlapping: page.next && page.last && context.tokens.seal(scope, page.last),
      empty: () => value([], context.tokens.seal(scope, { ...at, page: at.page + 1 })),
    },
    carried,
    kinds,
  });
};

export const selectResourceConfig: Handler = (call, context) => {
  // Global items are delivered to each region that records them.
  const withGlobal = recordsGlobalKinds(context, call.account, call.region);
  const shelves = context.estate.shelves.filter(
    (shelf) =>
      shelf.account === call.account &&
      (shelf.region === call.region || (withGlobal && shelf.region === 'global')),
  );
  return rowsAnswer(call, context, shelves, call.input['Limit']);
};

export const selectAggregateResourceConfig: Handler = (call, context) => {
  const aggregator = findAggregator(call, context);
  if (aggregator.type === 'refusal') return aggregator;
  const { MaxResults, Limit } = call.input;
  if (MaxResults !== undefined && Limit !== undefined && MaxResults !== Limit) {
    return refuse(400, 'ValidationException', 'Limit and MaxResults cannot both be given');
  }
  const shelves = context.estate.shelves.filter((shelf) => aggregatorCovers(aggregator.facts, shelf.region));
  return rowsAnswer(call, context, shelves, Limit ?? MaxResults);
};
