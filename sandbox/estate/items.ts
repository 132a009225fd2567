/** From a form's answer to a whole configuration item. */
import * as z from 'zod';
import type { Expanded, Form, Place } from '#sandbox/forms/form.ts';
import type { ConfigItem, JsonObject } from './estate.ts';
import type { Calendar } from './time.ts';

/** Not a record: reading one would lose a tag that is named `__proto__`. */
const tagsShape = z.custom<Readonly<Record<string, string>>>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((tag) => typeof tag === 'string'),
  'tags are a map of text to text',
);

/** Keys that every resource of an estate file may have, whatever its kind. */
export const commonShape = z.strictObject({
  name: z.string().min(1),
  tags: tagsShape.optional(),
  itemStatus: z
    .enum([
      'OK',
      'ResourceDiscovered',
      'ResourceNotRecorded',
      'ResourceDeleted',
      'ResourceDeletedNotRecorded',
    ])
    .default('OK'),
  /** `none` leaves it out, as AWS Config does at times. */
  arn: z.literal('none').optional(),
  /** Paths of the item and what stands there instead, for shapes that no short form has. */
  set: z.record(z.string(), z.unknown()).default({}),
  /** Paths that are left out. */
  drop: z.array(z.string()).default([]),
});

export type Common = z.output<typeof commonShape>;

const put = (target: JsonObject, steps: readonly string[], value: unknown): void => {
  const [step, ...rest] = steps;
  if (step === undefined) return;
  if (rest.length === 0) {
    if (value === undefined) delete target[step];
    else target[step] = value;
    return;
  }
  const inner = target[step];
  const next: JsonObject = typeof inner === 'object' && inner !== null ? (inner as JsonObject) : {};
  target[step] = next;
  put(next, rest, value);
};

/** Entries, not an object: a tag may be named `__proto__`, which an assignment would lose. */
export const tagEntries = (tags: Readonly<Record<string, string>> | undefined) =>
  Object.entries(tags ?? {}).map(([key, value]) => [key, value] as const);

export const configItem = (
  kind: string,
  expanded: Expanded,
  common: Pick<Common, 'tags' | 'itemStatus' | 'arn'>,
  place: Place,
  calendar: Calendar,
): ConfigItem => {
  const seed = `${place.account}/${place.region}/${kind}/${expanded.id}`;
  const capturedAt = calendar.daysAgo(0, seed);
  return {
    version: '1.3',
    accountId: place.account,
    awsRegion: place.region,
    availabilityZone: expanded.zone ?? 'Not Applicable',
    resourceType: kind,
    resourceId: expanded.id,
    ...(expanded.name === undefined ? {} : { resourceName: expanded.name }),
    ...(expanded.arn === undefined || common.arn === 'none' ? {} : { arn: expanded.arn }),
    configurationItemCaptureTime: capturedAt,
    configurationItemStatus: common.itemStatus,
    configurationStateId: String(new Date(capturedAt).getTime()),
    resourceCreationTime: place.createdAt,
    tags: tagEntries(common.tags),
    relationships: expanded.relationships ?? [],
    configuration: expanded.configuration,
    supplementaryConfiguration: expanded.supplementary ?? {},
    ...(expanded.untold === undefined ? {} : { untold: expanded.untold }),
  };
};

/** EC2 kinds have no name of their own: people see the Name tag. */
const named = (kind: string, expanded: Expanded, common: Common): Common =>
  kind.startsWith('AWS::EC2::') && expanded.name === undefined && common.tags?.['Name'] === undefined
    ? { ...common, tags: { Name: common.name, ...common.tags } }
    : common;

export const expandItem = (
  form: Form,
  common: Common,
  short: unknown,
  place: Place,
  calendar: Calendar,
): ConfigItem => {
  const expanded = form.expand(common.name, short as never, place);
  const item = configItem(form.kind, expanded, named(form.kind, expanded, common), place, calendar);
  for (const [path, value] of Object.entries(common.set))
    put(item as unknown as JsonObject, path.split('.'), value);
  for (const path of common.drop) put(item as unknown as JsonObject, path.split('.'), undefined);
  return item;
};
