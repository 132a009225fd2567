/** An account's file: its IAM, and its resources by region and kind. */
import * as z from 'zod';
import { formsByKind } from '#sandbox/forms/catalogue.ts';
import type { Place, Reference } from '#sandbox/forms/form.ts';
import type { ConfigItem } from './estate.ts';
import { type IamShort, iamShape, numbered } from './iam-file.ts';
import { commonShape, expandItem } from './items.ts';
import type { Calendar } from './time.ts';
import { checkAt, type Path, suggestion, type YamlFile } from './yaml-file.ts';

const fileShape = z.strictObject({
  account: z.string(),
  iam: z.unknown().optional(),
  regions: z.record(z.string(), z.record(z.string(), z.array(z.record(z.string(), z.unknown())))).default({}),
});

export interface ResourceFile {
  /** Key of the account in `organization.yaml`. */
  readonly account: string;
  readonly iam: IamShort | undefined;
  readonly items: (place: Omit<Place, 'region' | 'createdAt' | 'note'>, calendar: Calendar) => FiledItem[];
}

export interface FiledItem {
  readonly item: ConfigItem;
  readonly references: readonly Reference[];
  /** Throws an error that points at the resource in its file. */
  readonly wrong: (message: string) => never;
}

/** In any text of a counted resource, `{n}` is its number and `{nn}` the same padded as in its name. */
const withNumber = (value: unknown, number: number, width: number): unknown => {
  if (typeof value === 'string') {
    return value.replaceAll('{nn}', String(number).padStart(width, '0')).replaceAll('{n}', String(number));
  }
  if (Array.isArray(value)) return value.map((member) => withNumber(member, number, width));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withNumber(member, number, width)]),
  );
};

const countShape = z.number().int().min(1).max(100_000);

export const readResourceFile = (yaml: YamlFile): ResourceFile => {
  const file = checkAt(yaml, [], yaml.value, fileShape, Object.keys(fileShape.shape));
  const iam =
    file.iam === undefined
      ? undefined
      : checkAt(yaml, ['iam'], file.iam, iamShape, [
          ...Object.keys(iamShape.shape),
          ...['name', 'path', 'created', 'attached', 'inline', 'count', 'boundary', 'groups', 'tags'],
          ...['password', 'mfa', 'keys', 'certificates', 'trust', 'used', 'document', 'previous'],
          ...[
            'rotated',
            'active',
            'changed',
            'minimumLength',
            'symbols',
            'numbers',
            'uppercase',
            'lowercase',
          ],
          ...['reusePrevention', 'maxAge'],
        ]);
  return {
    account: file.account,
    iam,
    items: (place, calendar) =>
      Object.entries(file.regions).flatMap(([region, kinds]) =>
        Object.entries(kinds).flatMap(([kind, list]) =>
          list.flatMap((entry, index) =>
            readResource(yaml, ['regions', region, kind, index], kind, entry, { ...place, region }, calendar),
          ),
        ),
      ),
  };
};

const readResource = (
  yaml: YamlFile,
  path: Path,
  kind: string,
  entry: Readonly<Record<string, unknown>>,
  place: Omit<Place, 'createdAt' | 'note'>,
  calendar: Calendar,
): FiledItem[] => {
  const form = formsByKind.get(kind);
  if (form === undefined) {
    return yaml.wrong(path.slice(0, -1), `no form for kind ${kind}${suggestion(kind, formsByKind.keys())}`);
  }
  const commonKeys = Object.keys(commonShape.shape);
  const formKeys = Object.keys(form.schema.shape);
  const { count = 1, ...rest } = entry;
  const times = checkAt(yaml, [...path, 'count'], count, countShape);
  const name = checkAt(yaml, path, rest['name'], z.string({ error: 'every resource needs a name' }).min(1));
  return numbered(name, times).map((oneName, index) => {
    const one = {
      ...(withNumber(rest, index + 1, String(times).length) as Record<string, unknown>),
      name: oneName,
    };
    const keys = Object.entries(one);
    // A form may use a common key for itself (an IAM name, say), so that the form's own keys go first.
    const common = checkAt(
      yaml,
      path,
      Object.fromEntries(keys.filter(([key]) => commonKeys.includes(key))),
      commonShape,
      commonKeys,
    );
    const short = checkAt(
      yaml,
      path,
      Object.fromEntries(keys.filter(([key]) => !commonKeys.includes(key))),
      form.schema,
      [...formKeys, ...commonKeys, 'count'],
    );
    const seed = `${place.account}/${place.region}/${kind}/${oneName}`;
    const references: Reference[] = [];
    const noting = {
      ...place,
      createdAt: calendar.daysAgo(400, seed),
      note: (reference: Reference) => {
        references.push(reference);
      },
    };
    return {
      item: expandItem(form, common, short, noting, calendar),
      references,
      wrong: (message) => yaml.wrong(path, message),
    };
  });
};
