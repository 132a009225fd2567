/** The sample estate with secrets in it: in names, tags, settings, user data, variables and policies of its resources. */
import { demoEstateDirectory } from '#sandbox/demo-estate.ts';
import type { ConfigItem, Estate, Shelf } from '#sandbox/estate/estate.ts';
import { itemsIn, seriesOf } from '#sandbox/estate/estate.ts';
import { loadEstate } from '#sandbox/estate/load.ts';
import type { Planted } from './planted.ts';

/** In every text of a tree of settings that people write: descriptions, statement ids, values of lists. */
const written = /^(?:description|sid|comment|value|userdata|command)$/i;

const withText = (value: unknown, text: string): unknown => {
  if (Array.isArray(value)) return value.map((item) => withText(item, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      typeof item === 'string' && written.test(key) ? `${item} ${text}` : withText(item, text),
    ]),
  );
};

const planted = (item: ConfigItem, { text, name }: Planted): ConfigItem => {
  const tag: readonly [string, string] = name === undefined ? ['owner', `team ${text}`] : [name, text];
  if (item.configuration === null) return { ...item, tags: [...item.tags, tag] };
  const free = name === undefined ? text : `${name}=${text}`;
  const environment = {
    variables: { ...(name === undefined ? { SETTING: text } : { [name]: text }), MODE: 'fast' },
  };
  return {
    ...item,
    tags: [...item.tags, tag, ['note', free]],
    configuration: {
      ...(withText(item.configuration, free) as ConfigItem['configuration']),
      description: `made with ${free}`,
      userData: Buffer.from(`#!/bin/sh\n${free}\n`).toString('base64'),
    },
    ...(item.resourceType === 'AWS::Lambda::Function' ? { untold: { environment } } : {}),
    supplementaryConfiguration: withText(
      item.supplementaryConfiguration,
      free,
    ) as ConfigItem['supplementaryConfiguration'],
  };
};

const shelfOf = (shelf: Shelf, secrets: readonly Planted[], next: () => number): Shelf => ({
  ...shelf,
  ...seriesOf(
    [...itemsIn(shelf)].map((item) => {
      const secret = secrets[next() % secrets.length];
      return secret === undefined ? item : planted(item, secret);
    }),
  ),
});

/** Each secret lies in several resources. */
export const estateWith = async (secrets: readonly Planted[]): Promise<Estate> => {
  const estate = await loadEstate(demoEstateDirectory);
  let at = 0;
  const next = (): number => {
    at += 1;
    return at;
  };
  return { ...estate, shelves: estate.shelves.map((shelf) => shelfOf(shelf, secrets, next)) };
};
