/** The names that services have, where AWS Config has others. */
import type { ConfigItem, JsonObject } from '#sandbox/estate/estate.ts';

/** With a small first letter, where AWS Config has the names of CloudFormation. */
export const smallNames = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(smallNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      smallNames(member),
    ]),
  );
};

/** The same tree with some names, at any depth, put in the place of others. */
export const named = (value: unknown, names: Readonly<Record<string, string>>): unknown => {
  if (Array.isArray(value)) return value.map((one) => named(one, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [names[name] ?? name, named(member, names)]),
  );
};

/** An item's configuration; an item without one has none of it. */
export const fieldsOf = (item: ConfigItem): JsonObject => item.configuration ?? {};

/** Items have policies as text or as an object; the services give text. Undefined where there is none. */
export const policyTextOf = (value: unknown): unknown => {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.keys(value).length === 0 ? undefined : JSON.stringify(value);
};
