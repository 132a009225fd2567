/** Conditions on shelves and items, and the rows that a query answers with. */
import type { ConfigItem, JsonObject, Shelf } from '#sandbox/estate/estate.ts';
import type { Condition } from './parse.ts';

type Lookup = (property: string) => unknown;

/** `maybe`: the shelf alone does not decide it. */
type Decision = true | false | 'maybe';

const decide = (condition: Condition, lookup: Lookup): Decision => {
  switch (condition.type) {
    case 'in':
    case 'like': {
      const found = lookup(condition.property);
      if (found === undeclared) return 'maybe';
      return values(found).some((text) =>
        condition.type === 'in' ? condition.values.includes(text) : text.startsWith(condition.prefix),
      );
    }
    case 'and': {
      const parts = condition.of.map((part) => decide(part, lookup));
      return parts.includes(false) ? false : parts.includes('maybe') ? 'maybe' : true;
    }
    case 'or': {
      const parts = condition.of.map((part) => decide(part, lookup));
      return parts.includes(true) ? true : parts.includes('maybe') ? 'maybe' : false;
    }
  }
};

const undeclared = Symbol('not a property of the shelf');

/** A condition on a list holds when one element meets it. */
const values = (found: unknown): string[] => {
  if (found === undefined || found === null) return [];
  if (Array.isArray(found)) return found.flatMap(values);
  return typeof found === 'object' ? [] : [String(found)];
};

/** Whether all, none or some of a shelf meets the condition. */
export const decideShelf = (condition: Condition | undefined, shelf: Shelf): Decision =>
  condition === undefined
    ? true
    : decide(condition, (property) => {
        switch (property) {
          case 'resourceType':
            return shelf.kind;
          case 'accountId':
            return shelf.account;
          case 'awsRegion':
            return shelf.region;
          default:
            return undeclared;
        }
      });

export const meets = (condition: Condition | undefined, item: JsonObject): boolean =>
  condition === undefined || decide(condition, (property) => valueAt(item, property.split('.'))) === true;

const valueAt = (value: unknown, path: readonly string[]): unknown => {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => valueAt(item, path));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return valueAt((value as JsonObject)[name], rest);
};

/** What `SELECT *` means: top-level scalars only. */
const starProperties = [
  'accountId',
  'awsRegion',
  'arn',
  'availabilityZone',
  'configurationItemCaptureTime',
  'resourceCreationTime',
  'resourceId',
  'resourceName',
  'resourceType',
  'version',
] as const;

/** An item as a query sees it: tags are a list with a joined form, so that one condition can hold a key and its value. */
export const queryForm = (item: ConfigItem): JsonObject => ({
  ...item,
  tags: item.tags.map(([key, value]) => ({ key, value, tag: `${key}=${value}` })),
});

const put = (row: JsonObject, path: readonly string[], value: unknown): void => {
  const [name, ...rest] = path;
  if (name === undefined) return;
  if (rest.length === 0) {
    row[name] = value;
    return;
  }
  const inner = row[name];
  const next: JsonObject = typeof inner === 'object' && inner !== null ? (inner as JsonObject) : {};
  row[name] = next;
  put(next, rest, value);
};

export const project = (item: JsonObject, select: readonly string[]): JsonObject => {
  const row: JsonObject = {};
  for (const property of select.flatMap((name) => (name === '*' ? starProperties : [name]))) {
    const path = property.split('.');
    const value = valueAt(item, path);
    if (value !== undefined) put(row, path, value);
  }
  return row;
};

export const selectedFields = (select: readonly string[]): string[] => [
  ...new Set(select.flatMap((name) => (name === '*' ? [...starProperties] : [name]))),
];
