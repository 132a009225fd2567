/** What could be read in one scan and not in the other: a permission that was lost is itself news. */
import { ListingView } from '#engine/lifecycle-view.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { compareCoverage, isGap, listing } from '#model/coverage.ts';

export interface CoverageChange {
  /** `lost`: read before, a gap now that nobody expects. `gained`: a gap before, read now. */
  readonly type: 'lost' | 'gained';
  /** How it stands now; for what a wider row took along, the place that was lost with that row's state and reason. */
  readonly row: CoverageRow;
}

/** Each side is streamed twice. What is outside the scope of one of the scans is no change. */
export async function* diffCoverage(
  before: () => AsyncIterable<CoverageRow>,
  after: () => AsyncIterable<CoverageRow>,
): AsyncGenerator<CoverageChange> {
  const was = await viewOf(before());
  const is = await viewOf(after());
  for await (const { place, old, now } of joinGroups(before(), after())) {
    const readThen = isRead(old, place, was);
    const readNow = isRead(now, place, is);
    const gapNow = now.find((row) => isGap(row)) ?? (now.length === 0 ? is.wideGap(place) : undefined);
    const gapThen = old.find((row) => isGap(row)) ?? (old.length === 0 ? was.wideGap(place) : undefined);
    if (readThen && gapNow !== undefined && gapNow.expected !== true) {
      yield { type: 'lost', row: at(place, gapNow) };
    } else if (readNow && gapThen !== undefined) {
      const [row] = now;
      yield { type: 'gained', row: row ?? { ...at(place, gapThen), state: 'read' } };
    }
  }
}

type Place = Pick<CoverageRow, 'provider' | 'account' | 'region' | 'kind' | 'part'>;

const at = (place: Place, row: CoverageRow): CoverageRow => {
  const { provider, account, region, kind, part } = place;
  return { ...row, provider, account, region, kind, part };
};

/** A part that nothing was said of was read wherever its kind was listed to the end. */
const isRead = (rows: readonly CoverageRow[], place: Place, view: SideView): boolean =>
  rows.length > 0
    ? rows.every((row) => !isGap(row)) && rows.some((row) => row.state === 'read')
    : place.part !== listing && view.listings.isComplete(place);

interface SideView {
  readonly listings: ListingView;
  /** The gap of all kinds, regions or accounts that takes this place along. */
  readonly wideGap: (place: Place) => CoverageRow | undefined;
}

const viewOf = async (rows: AsyncIterable<CoverageRow>): Promise<SideView> => {
  const listings = new ListingView();
  const wide: CoverageRow[] = [];
  for await (const row of rows) {
    listings.add(row);
    const isWide = row.kind === listing || row.region === listing || row.account === listing;
    if (isWide && row.part === listing && isGap(row)) wide.push(row);
  }
  const within = (wider: string, narrow: string): boolean => wider === listing || wider === narrow;
  return {
    listings,
    wideGap: (place) =>
      wide.find(
        (row) =>
          row.provider === place.provider &&
          within(row.account, place.account) &&
          within(row.region, place.region) &&
          within(row.kind, place.kind),
      ),
  };
};

const comparePlaces = (a: CoverageRow, b: CoverageRow): number =>
  compareCoverage({ ...a, ...noState }, { ...b, ...noState });

const noState = { state: 'read', missing: '', route: '' } as const;

interface Joined {
  readonly place: Place;
  readonly old: readonly CoverageRow[];
  readonly now: readonly CoverageRow[];
}

async function* joinGroups(
  before: AsyncIterable<CoverageRow>,
  after: AsyncIterable<CoverageRow>,
): AsyncGenerator<Joined> {
  const earlier = groups(before);
  const later = groups(after);
  try {
    let then = await earlier.next();
    let now = await later.next();
    while (then.done !== true || now.done !== true) {
      const thenRow = then.done === true ? undefined : then.value[0];
      const nowRow = now.done === true ? undefined : now.value[0];
      const order = thenRow === undefined ? 1 : nowRow === undefined ? -1 : comparePlaces(thenRow, nowRow);
      const place = order <= 0 ? thenRow : nowRow;
      if (place === undefined) return;
      yield {
        place,
        old: order <= 0 && then.done !== true ? then.value : [],
        now: order >= 0 && now.done !== true ? now.value : [],
      };
      if (order <= 0) then = await earlier.next();
      if (order >= 0) now = await later.next();
    }
  } finally {
    await earlier.return(undefined);
    await later.return(undefined);
  }
}

async function* groups(rows: AsyncIterable<CoverageRow>): AsyncGenerator<readonly CoverageRow[]> {
  let group: CoverageRow[] = [];
  for await (const row of rows) {
    const [first] = group;
    if (first !== undefined && comparePlaces(first, row) !== 0) {
      yield group;
      group = [];
    }
    group.push(row);
  }
  if (group.length > 0) yield group;
}
