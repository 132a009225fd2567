/** Two states of one resource, for tests that compare them. */
import type { Compared, CompareQuestion } from '#analysis/drift/compare.ts';
import { compareSeen } from '#analysis/drift/compare.ts';
import type { Reading } from '#model/reading.ts';
import { known } from '#model/reading.ts';
import type { Provider } from '#model/resource.ts';

export const providerOf = (kind: string): Provider =>
  kind.startsWith('AWS::') ? 'aws' : kind.startsWith('microsoft.') ? 'azure' : 'gcp';

type Readings = Readonly<Record<string, Reading<unknown>>>;

export const compareParts = (
  kind: string,
  was: Readings,
  is: Readings,
  differs: Partial<CompareQuestion> = {},
): Compared =>
  compareSeen(
    { parts: was, tags: {} },
    { parts: is, tags: {} },
    {
      provider: providerOf(kind),
      kind,
      judged: { was: Object.keys(was), is: Object.keys(is) },
      sameReader: true,
      ...differs,
    },
  );

/** Of one part; `path: was → is`, `·` for nothing. */
export const changesOf = (kind: string, part: string, was: unknown, is: unknown): readonly string[] =>
  compareParts(kind, { [part]: known(was) }, { [part]: known(is) }).changes.map(
    (change) => `${change.path}: ${change.was ?? '·'} → ${change.is ?? '·'}`,
  );
