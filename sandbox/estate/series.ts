/** Lists that need not be held, and the JSON that everything here is made of. */

/** A list by position; `at` makes the same item every time. */
export interface Series<T> {
  readonly size: number;
  at(index: number): T;
}

export const seriesOf = <T>(items: readonly T[]): Series<T> => ({
  size: items.length,
  at: (index) => {
    const item = items[index];
    if (item === undefined) throw new RangeError(`no item ${index} of ${items.length}`);
    return item;
  },
});

export const mapSeries = <T, U>(series: Series<T>, make: (item: T) => U): Series<U> => ({
  size: series.size,
  at: (index) => make(series.at(index)),
});

/** In order, each made when it is asked for. */
export function* itemsIn<T>(series: Series<T>): Generator<T> {
  for (let index = 0; index < series.size; index += 1) yield series.at(index);
}

export type JsonObject = { [name: string]: unknown };
