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
 * Rows that one packed query may have. Those fit one page, so that a page which can't be read costs nothing but
 * asking for its kinds one by one.
 */
const packedRows = 100;
/** Longest expression that AWS Config takes. */
export const maxExpression = 4096;

/** Names that may stand in a query as they are; AWS Config lets partners add kinds of their own. */
export const isPlainKind = (kind: string): boolean => /^[\w.-]{1,100}(?:::[\w.-]{0,100}){1,3}$/.test(kind);

export const groupKinds = (
  kinds: readonly string[],
  counts: ReadonlyMap<string, number>,
  whole: boolean,
  condition: string,
): Group[] => {
  const groups: Group[] = [];
  let packed: string[] = [];
  let rows = 0;
  const close = (): void => {
    if (packed.length > 0) groups.push(groupOf(packed, counts, whole));
    packed = [];
    rows = 0;
  };
  for (const kind of [...kinds].sort(compareText)) {
    const count = counts.get(kind) ?? 0;
    if (count > packedRows) {
      groups.push(groupOf([kind], counts, whole));
      continue;
    }
    const tooLong = expressionOf(groupOf([...packed, kind], counts, whole), condition).length > maxExpression;
    if (rows + count > packedRows || tooLong) close();
    packed.push(kind);
    rows += count;
  }
  close();
  return groups;
};

/** Each kind by itself. */
export const splitGroup = (group: Group): Group[] =>
  group.kinds.map((kind) => ({
    kinds: [kind],
    counts: { [kind]: group.counts[kind] ?? 0 },
    whole: group.whole,
  }));

const groupOf = (kinds: readonly string[], counts: ReadonlyMap<string, number>, whole: boolean): Group => ({
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
