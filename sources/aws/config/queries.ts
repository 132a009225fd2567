/** Which queries list a set of kinds: few calls for many small kinds, and one query each for the big ones. */
import { compareText } from '#model/resource.ts';

export interface Group {
  /** Sorted. */
  readonly kinds: readonly string[];
  /** Kind → what AWS Config says it has discovered. */
  readonly counts: Readonly<Record<string, number>>;
  /** With configuration, or only what an inventory needs. */
  readonly whole: boolean;
}

/**
 * Rows that one packed query may have: four full pages. They are held until the last has been read, so that a query
 * which fails costs nothing but asking for its kinds one by one.
 */
export const packedRows = 400;
/** Longest expression that AWS Config takes. */
export const maxExpression = 4096;

/** Names that may stand in a query as they are; AWS Config lets partners add kinds of their own. */
export const isPlainKind = (kind: string): boolean => /^[\w.-]{1,100}(?:::[\w.-]{0,100}){1,3}$/.test(kind);

/** The largest first, each into the first query that has room: full pages are few calls. */
export const groupKinds = (
  kinds: readonly string[],
  counts: ReadonlyMap<string, number>,
  whole: boolean,
  condition: string,
): Group[] => {
  const countOf = (kind: string): number => counts.get(kind) ?? 0;
  const packs: { kinds: string[]; rows: number }[] = [];
  const order = [...kinds].sort((a, b) => countOf(b) - countOf(a) || compareText(a, b));
  for (const kind of order) {
    const rows = countOf(kind);
    const roomy = packs.find(
      (pack) =>
        pack.rows + rows <= packedRows &&
        expressionOf(groupOf([...pack.kinds, kind], counts, whole), condition).length <= maxExpression,
    );
    if (roomy === undefined) packs.push({ kinds: [kind], rows });
    else {
      roomy.kinds.push(kind);
      roomy.rows += rows;
    }
  }
  return packs.map((pack) => groupOf(pack.kinds.sort(compareText), counts, whole));
};

/** Each kind by itself. */
export const splitGroup = (group: Group): Group[] =>
  group.kinds.map((kind) => ({
    kinds: [kind],
    counts: { [kind]: group.counts[kind] ?? 0 },
    whole: group.whole,
  }));

export const groupOf = (
  kinds: readonly string[],
  counts: ReadonlyMap<string, number>,
  whole: boolean,
): Group => ({
  kinds,
  counts: Object.fromEntries(kinds.map((kind) => [kind, counts.get(kind) ?? 0])),
  whole,
});

const identityColumns = [
  'resourceId',
  'resourceName',
  'resourceType',
  'arn',
  'accountId',
  'awsRegion',
  'configurationItemCaptureTime',
  'configurationItemStatus',
  'tags',
];
const wholeColumns = [...identityColumns, 'configuration', 'supplementaryConfiguration'];

/** `SELECT *` would leave the configuration out. */
export const expressionOf = (group: Group, condition: string): string => {
  const columns = group.whole ? wholeColumns : identityColumns;
  const [first, ...more] = group.kinds.map((kind) => `'${kind}'`);
  const kinds =
    more.length === 0 ? `resourceType = ${first}` : `resourceType IN (${[first, ...more].join(', ')})`;
  return `SELECT ${columns.join(', ')} WHERE ${condition === '' ? '' : `${condition} AND `}${kinds}`;
};
