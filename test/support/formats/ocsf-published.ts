/**
 * Judges an event by the published definitions of OCSF, read where they stand: every member is one of its class or
 * object, of the type that the dictionary says, one of its enumeration, and what is required is there.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Attribute {
  readonly type?: string;
  readonly is_array?: boolean;
  readonly requirement?: string;
  readonly enum?: Readonly<Record<string, unknown>>;
  readonly '@deprecated'?: unknown;
}

interface Definition {
  readonly name: string;
  readonly extends?: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

type Attributes = ReadonlyMap<string, Attribute>;

const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

const scalars: Readonly<Record<string, (value: unknown) => boolean>> = {
  integer_t: Number.isInteger,
  long_t: Number.isInteger,
  timestamp_t: Number.isInteger,
  boolean_t: (value) => typeof value === 'boolean',
  json_t: () => true,
  object: (value) => typeof value === 'object' && value !== null,
};
const isText = (value: unknown): boolean => typeof value === 'string';

export const openOcsf = (
  folder: string,
): { readonly version: string; readonly judge: (event: unknown) => readonly string[] } => {
  const dictionary = read<{ attributes: Record<string, Attribute> }>(join(folder, 'dictionary.json'));

  const find = (name: string): string | undefined =>
    [`events/findings/${name}`, `events/${name}`, `objects/${name}`]
      .map((path) => join(folder, `${path}.json`))
      .find((path) => existsSync(path));

  const known = new Map<string, Attributes>();
  const attributesOf = (name: string): Attributes => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const path = find(name);
    if (path === undefined) throw new Error(`OCSF has no ${name}`);
    const definition = read<Definition>(path);
    const merged = new Map<string, Attribute>(
      definition.extends === undefined || definition.extends === 'object'
        ? []
        : attributesOf(definition.extends),
    );
    for (const [key, own] of Object.entries(definition.attributes)) {
      if (key === '$include') continue;
      const base = merged.get(key);
      merged.set(key, {
        ...base,
        ...own,
        ...(own.enum === undefined && base?.enum === undefined
          ? {}
          : { enum: { ...base?.enum, ...own.enum } }),
      });
    }
    known.set(name, merged);
    return merged;
  };

  const judgeObject = (value: object, attributes: Attributes, path: string): readonly string[] => {
    const faults: string[] = [];
    for (const [key, { requirement }] of attributes) {
      if (requirement === 'required' && !(key in value)) faults.push(`${path}.${key} is required`);
    }
    for (const [key, item] of Object.entries(value)) {
      const own = attributes.get(key);
      if (own === undefined) {
        faults.push(`${path}.${key} is no attribute of it`);
        continue;
      }
      const general = dictionary.attributes[key] ?? {};
      if (own['@deprecated'] !== undefined) faults.push(`${path}.${key} is deprecated`);
      const attribute = { ...general, ...own, enum: { ...general.enum, ...own.enum } };
      const items: readonly unknown[] =
        attribute.is_array === true ? (Array.isArray(item) ? item : ['no list']) : [item];
      for (const each of items) faults.push(...judgeValue(each, attribute, `${path}.${key}`));
    }
    return faults;
  };

  const judgeValue = (
    value: unknown,
    { type = 'string_t', enum: allowed }: Attribute,
    path: string,
  ): readonly string[] => {
    if (allowed !== undefined && Object.keys(allowed).length > 0 && /_id$/u.test(path)) {
      return String(value) in allowed ? [] : [`${path} may not be ${String(value)}`];
    }
    const scalar = scalars[type] ?? (type.endsWith('_t') ? isText : undefined);
    if (scalar !== undefined) return scalar(value) ? [] : [`${path} is no ${type}: ${JSON.stringify(value)}`];
    if (typeof value !== 'object' || value === null) return [`${path} is no ${type}`];
    return judgeObject(value, attributesOf(type), path);
  };

  const profile = read<Definition>(join(folder, 'profiles/cloud.json'));
  return {
    version: read<{ version: string }>(join(folder, 'version.json')).version,
    judge: (event) => {
      if (typeof event !== 'object' || event === null) return ['not an object'];
      const attributes = new Map(attributesOf('compliance_finding'));
      const { profiles = [] } = (event as { metadata?: { profiles?: readonly string[] } }).metadata ?? {};
      if (profiles.includes('cloud')) {
        for (const [key, attribute] of Object.entries(profile.attributes)) attributes.set(key, attribute);
      }
      return judgeObject(event, attributes, 'event');
    },
  };
};
