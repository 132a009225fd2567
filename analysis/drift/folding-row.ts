/** One row of the table of what means nothing, and how rows are written in few words. */
import type { Fold, Rule } from './fold.ts';
import { asAddressRange, withoutCase } from './fold.ts';

export interface Folding extends Rule {
  readonly kinds: readonly string[];
  /** Part, then fields: `ingress[]/peer/cidr`. */
  readonly at: string;
  readonly why: string;
}

/** Of one or several kinds. */
export const of = (...kinds: readonly string[]) => ({
  ignored: (at: string, why: string): Folding => ({ kinds, at, ignored: true, why }),
  folded: (at: string, why: string, ...folds: readonly Fold[]): Folding => ({ kinds, at, folds, why }),
  set: (
    at: string,
    key: readonly string[] = [],
    why = unordered,
    words?: (member: never) => string,
  ): Folding => ({ kinds, at, set: { key, ...(words === undefined ? {} : { words }) }, why }),
  /** A set of texts, each of which is read so. */
  texts: (at: string, why: string, ...folds: readonly Fold[]): readonly Folding[] => [
    { kinds, at, set: { key: [] }, why: unordered },
    { kinds, at: `${at}[]`, folds, why },
  ],
  ranges: (at: string): readonly Folding[] => [
    { kinds, at, set: { key: [] }, why: unordered },
    { kinds, at: `${at}[]`, folds: [asAddressRange], why: spelledRange },
  ],
  /** References of Azure, by their ids. */
  ids: (...places: readonly string[]): readonly Folding[] =>
    places.map((at) => ({ kinds, at, folds: [withoutCase], why: azureId })),
});

export const unordered = 'the cloud keeps no order of them and hands them over in any';
export const spelledRange = 'one range of addresses has many spellings';
export const azureId = 'Azure compares ids without case, and its services write them in different ones';
export const selfMoving = 'moves by itself, without anybody changing anything';
