/**
 * Reads one AWS Config item, whichever way it came: as a row of a query, from BatchGet or history (JSON in strings),
 * in an event, or in a file on S3. Nothing here throws on what a cloud may say.
 *
 * The encodings differ in names (`arn`/`ARN`, `accountId`/`awsAccountId`), in whether `configuration` and the values
 * of `supplementaryConfiguration` are objects or JSON text, and in the form of tags.
 */

export interface ItemIdentity {
  readonly kind: string;
  readonly account: string;
  /** As the item says; `global` or a real region. */
  readonly region: string;
  /** Undefined where AWS Config gives none. */
  readonly arn: string | undefined;
  readonly resourceId: string;
  readonly resourceName: string | undefined;
  /** ISO 8601 UTC. */
  readonly capturedAt: string;
}

export interface ConfigItem {
  readonly identity: ItemIdentity;
  /** `OK`, `ResourceDiscovered`, `ResourceNotRecorded`, `ResourceDeleted`, `ResourceDeletedNotRecorded`. */
  readonly status: string;
  /** `null` where the item carries none; a {@link Undecodable} where it can't be read. */
  readonly configuration: Fields | Undecodable | null;
  readonly supplementary: Fields | Undecodable;
  readonly tags: Readonly<Record<string, string>>;
}

export type Fields = Readonly<Record<string, unknown>>;

/** A part of an item that could not be decoded, and why. */
export class Undecodable {
  readonly problem: string;
  constructor(problem: string) {
    this.problem = problem;
  }
}

export type ConfigItemResult = ConfigItem | { readonly malformed: string };

/** AWS Config itself keeps items well below this; policies in them are at most 32 KiB. */
export const maxItemBytes = 1024 * 1024;
/** Real items nest about ten levels. */
const maxDepth = 64;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Undecodable);

/** JSON text (twice over at most, percent-encoded or not) becomes the value that it holds; others stay. */
export const decoded = (value: unknown): unknown => {
  let current = value;
  for (let round = 0; round < 2 && typeof current === 'string'; round += 1) {
    const next = decodeOnce(current);
    if (next === undefined) return current;
    current = next;
  }
  return current;
};

/** Undefined where the text is plain text. */
const decodeOnce = (text: string): unknown => {
  if (text.length > maxItemBytes) return new Undecodable(`text of ${text.length} characters is too long`);
  let json = text.trim();
  if (/^%(?:7B|5B|22)/i.test(json)) {
    try {
      json = decodeURIComponent(json);
    } catch {
      return new Undecodable('the percent-encoding is broken');
    }
  }
  if (!/^[{["]/.test(json)) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return tooDeep(value) ? new Undecodable(`it nests deeper than ${maxDepth} levels`) : value;
  } catch {
    return new Undecodable('the text is not JSON');
  }
};

/** Without recursion, since the depth is what is in question. */
const tooDeep = (root: unknown): boolean => {
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return true;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      for (const child of Array.isArray(value) ? value : Object.values(value)) {
        if (typeof child === 'object' && child !== null) next.push(child);
      }
    }
    level = next;
  }
  return false;
};

/** `raw` may be the item, its JSON text, or an event or message that holds it as `configurationItem`. */
export const readConfigItem = (raw: unknown): ConfigItemResult => {
  let value = raw;
  if (typeof value === 'string') {
    if (value.length > maxItemBytes)
      return { malformed: `an item of ${value.length} characters is too long` };
    value = decoded(value);
    if (value instanceof Undecodable) return { malformed: value.problem };
  } else if (tooDeep(value)) {
    return { malformed: `the item nests deeper than ${maxDepth} levels` };
  }
  if (!isFields(value)) return { malformed: 'the item is not an object' };
  const item = isFields(value['configurationItem']) ? value['configurationItem'] : value;
  return readFields(item);
};

const readFields = (item: Fields): ConfigItemResult => {
  const kind = textOf(item['resourceType']);
  if (kind === undefined) return { malformed: 'the item has no resourceType' };
  const account = textOf(item['accountId']) ?? textOf(item['awsAccountId']);
  if (account === undefined || !/^\d{12}$/.test(account))
    return { malformed: `${kind}: the item has no account id` };
  const region = textOf(item['awsRegion']);
  if (region === undefined) return { malformed: `${kind}: the item has no awsRegion` };
  const arn = textOf(item['arn']) ?? textOf(item['ARN']);
  const resourceName = textOf(item['resourceName']);
  // Newer kinds may have an ARN only; a kind without id, name and ARN is nothing that can be pointed at.
  const resourceId = textOf(item['resourceId']) ?? resourceName ?? arn;
  if (resourceId === undefined) return { malformed: `${kind}: the item has no resourceId` };
  const capturedAt = timeOf(item['configurationItemCaptureTime']);
  if (capturedAt === undefined) return { malformed: `${kind} ${resourceId}: the item has no capture time` };
  const status = textOf(item['configurationItemStatus']);
  if (status === undefined) return { malformed: `${kind} ${resourceId}: the item has no status` };
  return {
    identity: { kind, account, region, arn, resourceId, resourceName, capturedAt },
    status,
    configuration: configurationOf(item['configuration']),
    supplementary: supplementaryOf(item['supplementaryConfiguration']),
    tags: tagsOf(item['tags']),
  };
};

const configurationOf = (value: unknown): ConfigItem['configuration'] => {
  const configuration = decoded(value);
  if (configuration === undefined || configuration === null || configuration === '') return null;
  if (configuration instanceof Undecodable) return configuration;
  return isFields(configuration) ? configuration : new Undecodable('the configuration is not an object');
};

const supplementaryOf = (value: unknown): ConfigItem['supplementary'] => {
  const map = decoded(value);
  if (map === undefined || map === null || map === '') return {};
  if (map instanceof Undecodable) return map;
  return isFields(map) ? map : new Undecodable('the supplementary configuration is not an object');
};

/** A map, `[{key, value}]` or `[{Key, Value}]`; what is none of them is no tag. */
export const tagsOf = (value: unknown): Record<string, string> => {
  const tags: Record<string, string> = Object.create(null);
  const given = decoded(value);
  if (Array.isArray(given)) {
    for (const entry of given) {
      if (!isFields(entry)) continue;
      const key = entry['key'] ?? entry['Key'];
      const text = entry['value'] ?? entry['Value'] ?? '';
      if (typeof key === 'string' && typeof text === 'string') tags[key] = text;
    }
  } else if (isFields(given)) {
    for (const [key, text] of Object.entries(given)) if (typeof text === 'string') tags[key] = text;
  }
  return tags;
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

/** ISO text, or milliseconds since 1970 (some recorders give those). */
export const timeOf = (value: unknown): string | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};
