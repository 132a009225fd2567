/** The first of each series: what differs by its number only is one. */
export const fewOfEach = <T>(all: readonly T[], nameOf: (one: T) => string): readonly T[] => {
  const seen = new Map<string, number>();
  return all.filter((one) => {
    const series = nameOf(one).replace(/-?\d+$/, '');
    const before = seen.get(series) ?? 0;
    seen.set(series, before + 1);
    return before < most;
  });
};

/** Enough for every check to pass and fail something, few enough for a scan in a fraction of a second. */
const most = 4;
