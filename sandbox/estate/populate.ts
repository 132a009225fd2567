/** Shelves of items that a few words describe: so many of a kind, all alike, each made when it is asked for. */
import { formsByKind } from '#sandbox/forms/catalogue.ts';
import type { Place } from '#sandbox/forms/form.ts';
import type { Shelf } from './estate.ts';
import { commonShape, expandItem } from './items.ts';
import { shelf } from './shelve.ts';
import type { Calendar } from './time.ts';

export interface Population {
  readonly kind: string;
  readonly count: number;
  /** Of the one, or what the numbered ones begin with. */
  readonly name: string;
  /** In the words of the kind's form. */
  readonly words?: Readonly<Record<string, unknown>>;
  /** Laid over {@link words} for every nth. */
  readonly faulty?: { readonly every: number; readonly words: Readonly<Record<string, unknown>> };
  readonly tags?: Readonly<Record<string, string>>;
}

export const populate = (
  populations: readonly Population[],
  place: Omit<Place, 'note' | 'createdAt'>,
  calendar: Calendar,
): Shelf[] =>
  populations.map(({ kind, count, name, words = {}, faulty, tags = {} }) => {
    const form = formsByKind.get(kind);
    if (form === undefined) throw new TypeError(`no form for ${kind}`);
    // Read once: a schema's defaults are the same for every item.
    const healthy = form.schema.parse(words);
    const ill = faulty === undefined ? healthy : form.schema.parse({ ...words, ...faulty.words });
    const base = commonShape.parse({ name, tags });
    return shelf(place.account, place.region, kind, {
      size: count,
      at: (index) => {
        const own = count === 1 ? name : `${name}-${index + 1}`;
        return expandItem(
          form,
          { ...base, name: own },
          faulty !== undefined && (index + 1) % faulty.every === 0 ? ill : healthy,
          { ...place, createdAt: calendar.daysAgo(100, own) },
          calendar,
        );
      },
    });
  });
