/**
 * A form turns the few words that an estate file has for a resource into the whole item that AWS Config would keep.
 * What a file leaves out is healthy, so that a fault stands out where it is written.
 */
import * as z from 'zod';
import type { JsonObject } from '#sandbox/estate/estate.ts';
import { arnOf, idOf, keyArn, keyId } from './ids.ts';

/** Where and when a resource is; what forms make ids, ARNs and times from. */
export interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Management account's organisation id, for policies that trust it. */
  readonly organization: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Told of every resource that is referred to by name, so that a loader can find out whether it is there. */
  readonly note?: (reference: Reference) => void;
}

export interface Reference {
  readonly kind: string;
  readonly name: string;
  /** What the name was made into. */
  readonly id: string;
}

export interface Expanded {
  readonly id: string;
  readonly name?: string;
  readonly arn?: string;
  readonly zone?: string;
  readonly configuration: JsonObject;
  readonly supplementary?: JsonObject;
  readonly untold?: JsonObject;
  readonly relationships?: readonly JsonObject[];
}

/** A form with its short type erased, so that all fit one table. */
export interface Form {
  readonly kind: string;
  readonly schema: z.ZodObject;
  /** `short` has been read by the schema; `name` is the resource's own. */
  readonly expand: (name: string, short: never, place: Place) => Expanded;
}

export const defineForm = <S extends z.ZodRawShape>(
  kind: string,
  shape: S,
  expand: (name: string, short: z.output<z.ZodObject<S>>, place: Place) => Expanded,
): Form => ({ kind, schema: z.strictObject(shape), expand: expand as Form['expand'] });

/** An id as it is, or a name of the same account and region made into one. */
export const refer = (kind: string, text: string, place: Place): string => {
  if (/^[a-z]+-[0-9a-f]{8,17}$/.test(text)) return text;
  const id = idOf(kind, text, place);
  place.note?.({ kind, name: text, id });
  return id;
};

export const referAll = (kind: string, texts: readonly string[], place: Place): string[] =>
  texts.map((text) => refer(kind, text, place));

/** `none`, an ARN or alias as it is, or the name of a key in the same account and region. */
export const keyReference = (text: string, place: Place): string => {
  if (text === 'none' || text.includes(':') || text.startsWith('alias/')) return text;
  place.note?.({ kind: 'AWS::KMS::Key', name: text, id: keyId(text, place) });
  return keyArn(text, place);
};

/** For kinds whose ARN is `…:<type>/<id>`. */
export const ec2Arn = (type: string, id: string, place: Place): string =>
  arnOf('ec2', `${type}/${id}`, place);

export const related = (resourceType: string, ids: readonly string[], name: string): JsonObject[] =>
  ids.map((resourceId) => ({ resourceType, resourceId, relationshipName: name }));

export const zoneOf = (letter: string, place: Place): string => `${place.region}${letter}`;

export const text = (value: string) => z.string().default(value);
export const flag = (value: boolean) => z.boolean().default(value);
export const whole = (value: number) => z.number().int().default(value);
export const texts = (value: readonly string[] = []) => z.array(z.string()).default(() => [...value]);
