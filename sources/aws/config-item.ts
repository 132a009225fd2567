/**
 * Reads one AWS Config item, whichever way it came: as a row of a query, from BatchGet or history (JSON in strings),
 * in an event, or in a file on S3. Nothing here throws on what a cloud may say.
 *
 * The encodings differ in names (`arn`/`ARN`, `accountId`/`awsAccountId`), in whether `configuration` and the values
 * of `supplementaryConfiguration` are objects or JSON text, and in the form of tags.
 */

import type { Fields } from '../decoding.ts';
import { decoded, isFields, maxDepth, maxItemBytes, tooDeep, Undecodable } from '../decoding.ts';

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

export type ConfigItemResult = ConfigItem | { readonly malformed: string };

/** Beyond this an item is not even parsed for its name. */
const hardLimit = 32 * maxItemBytes;

/** `raw` may be the item, its JSON text, or an event or message that holds it as `configurationItem`. */
export const readConfigItem = (raw: unknown): ConfigItemResult => {
  const oversized = typeof raw === 'string' && raw.length > maxItemBytes;
  let value = raw;
  if (typeof raw === 'string') {
    if (raw.length > hardLimit) return { malformed: `an item of ${raw.length} characters is too long` };
    try {
      value = JSON.parse(raw);
    } catch {
      return { malformed: 'the item is not JSON' };
    }
  }
  if (!isFields(value)) return { malformed: 'the item is not an object' };
  const item = isFields(value['configurationItem']) ? value['configurationItem'] : value;
  const read = readFields(item);
  if (!oversized || 'malformed' in read) return read;
  // Who it is can be told, so that it is not lost; what it holds is not looked at.
  const tooLong = new Undecodable(`the item is longer than ${maxItemBytes} characters`);
  return { ...read, configuration: tooLong, supplementary: tooLong };
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
  // A deleted item's configuration is the text `null` in a history.
  if (
    configuration === undefined ||
    configuration === null ||
    configuration === '' ||
    configuration === 'null'
  ) {
    return null;
  }
  return boundedFields(configuration, 'configuration');
};

const supplementaryOf = (value: unknown): ConfigItem['supplementary'] => {
  const map = decoded(value);
  if (map === undefined || map === null || map === '') return {};
  return boundedFields(map, 'supplementary configuration');
};

const boundedFields = (value: unknown, name: string): Fields | Undecodable => {
  if (value instanceof Undecodable) return value;
  if (!isFields(value)) return new Undecodable(`the ${name} is not an object`);
  return tooDeep(value) ? new Undecodable(`the ${name} nests deeper than ${maxDepth} levels`) : value;
};

/** A map, `[{key, value}]` or `[{Key, Value}]`; what is none of them is no tag. */
const tagsOf = (value: unknown): Record<string, string> => {
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

/** Smaller numbers are seconds: as milliseconds they would lie before 1974. */
const secondsEnd = 100_000_000_000;
const zoneless = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/;

/**
 * ISO text, seconds since 1970 (as the JSON protocol of AWS has times) or milliseconds (some recorders give those), as
 * number or text. A text without a zone is UTC, wherever this runs.
 */
export const timeOf = (value: unknown): string | undefined => {
  const number = typeof value === 'string' && /^\d{9,13}(?:\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number === 'number') return isoOf(Math.round(number < secondsEnd ? number * 1000 : number));
  if (typeof number !== 'string') return undefined;
  const text = number.trim();
  // Any other text without a zone would be read in that of this machine.
  return zoneless.test(text)
    ? isoOf(`${text.replace(' ', 'T')}${text.includes(':') ? 'Z' : ''}`)
    : /(?:Z|GMT|UTC|[+-]\d\d:?\d\d)$/i.test(text)
      ? isoOf(text)
      : undefined;
};

const isoOf = (value: string | number): string | undefined => {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};
