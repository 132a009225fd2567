/** The file of differences that stand: who says otherwise, why, and where it is written. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Score } from './run.ts';
import { UsageError } from './run.ts';

const entryShape = z.strictObject({
  source: z.string(),
  case: z.string(),
  /** Our answer and the corpus's, so that an entry does not excuse another answer later. */
  ours: z.string(),
  right: z.string(),
  why: z.string().min(20),
  documentation: z.url({ protocol: /^https$/ }),
});

export type KnownDifference = z.infer<typeof entryShape>;

export const readKnownDifferences = (path: string): readonly KnownDifference[] => {
  const parsed = z
    .strictObject({ differences: z.array(entryShape) })
    .safeParse(parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new UsageError(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data.differences;
};

/** At most this share of a source's cases may stand as known differences. */
const maxShare = 0.02;

export interface Reviewed {
  readonly score: Score;
  readonly known: number;
  /** What is wrong, in words; empty when the source stands. */
  readonly problems: readonly string[];
}

/** A disagreement stands only with an entry; an entry without its disagreement has to go. */
export const review = (score: Score, differences: readonly KnownDifference[]): Reviewed => {
  const entries = differences.filter((entry) => entry.source === score.source);
  const sure = score.disagreements.filter((one) => !one.doubtful);
  const problems: string[] = [];
  let known = 0;
  for (const one of sure) {
    const entry = entries.find(
      ({ case: name, ours, right }) => name === one.case && ours === one.ours && right === one.right,
    );
    if (entry === undefined) {
      problems.push(`${one.case}: ours ${one.ours}, right ${one.right}, not among the known differences`);
    } else known += 1;
  }
  for (const entry of entries) {
    if (
      !sure.some(
        ({ case: name, ours, right }) => name === entry.case && ours === entry.ours && right === entry.right,
      )
    ) {
      problems.push(`${entry.case}: a known difference that is none any more`);
    }
  }
  const limit = Math.floor(score.cases * maxShare);
  if (known > limit) {
    problems.push(`${known} known differences, of which ${limit} may stand among ${score.cases} cases`);
  }
  return { score, known, problems };
};
