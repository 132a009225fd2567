/** What may and may not become of an answer when something is taken away. Each returns sentences; none is good. */
import type { UnreadReason } from '#model/reading.ts';
import { compareText } from '#model/resource.ts';
import type { Answer, AnsweredScan } from '#test/support/answered-scan.ts';
import { questionKey, unknownsFor } from '#test/support/answered-scan.ts';
import type { Dependence } from './dependence.ts';

export interface Taken {
  /** Undefined where the test does not know which permission would mend it. */
  readonly missing?: string;
  readonly reasons: readonly UnreadReason[];
  /** How a question depends on what was taken away. */
  readonly dependence: (question: Answer) => Dependence;
}

/**
 * Holds every question of the undisturbed scan to what must come of it: unchanged where nothing that it needs was
 * taken away, else unknown for the right reason; and holds every answer of the disturbed scan to having stood before.
 */
export const wrongs = (before: AnsweredScan, after: AnsweredScan, taken: Taken): readonly string[] => {
  const sentences: string[] = [];
  for (const [key, was] of before.answers) {
    const is = after.answers.get(key);
    const dependence = taken.dependence(was);
    if (is === undefined || is.verdict === 'unknown') {
      if (was.verdict === 'unknown' && is !== undefined) continue;
      sentences.push(...wrongUnknown(after, was, dependence, taken));
    } else if (dependence === 'needs') {
      sentences.push(`${is.verdict} without what it needs: ${key}`);
    } else if (is.verdict !== was.verdict) {
      sentences.push(`${was.verdict} became ${is.verdict}: ${key}`);
    }
  }
  for (const [key, is] of after.answers) {
    if (is.verdict === 'pass' && before.answers.get(key)?.verdict !== 'pass') {
      sentences.push(`a pass that nobody saw before: ${key}`);
    }
  }
  return sentences;
};

const wrongUnknown = (
  after: AnsweredScan,
  was: Answer,
  dependence: Dependence,
  taken: Taken,
): readonly string[] => {
  const key = questionKey(was);
  const rows = unknownsFor(after, was);
  if (rows.length === 0) return [`no answer and no unknown: ${key} (${was.verdict})`];
  if (dependence === 'none')
    return [`unknown without need: ${key} (${rows.map((row) => row.reason).join()})`];
  const told = rows.some(
    (row) =>
      (taken.reasons as readonly string[]).includes(row.reason) &&
      (taken.missing === undefined || row.missing === taken.missing),
  );
  if (told) return [];
  return [
    `unknown, but not for the reason: ${key} (${rows.map((row) => `${row.part} ${row.reason} ${row.missing ?? '-'} ${row.detail ?? ''}`).join('; ')})`,
  ];
};

/** Sentences, shortened: a mistake that strikes one resource mostly strikes hundreds. */
export const firstOf = (sentences: readonly string[]): readonly string[] =>
  sentences.length <= 12 ? sentences : [...sentences.slice(0, 12), `and ${sentences.length - 12} more`];

/** The ledger of a scan adds up, and no check lost all its questions. */
export const unbalanced = (scan: AnsweredScan): readonly string[] =>
  Object.entries(scan.manifest.counts)
    .filter(
      ([, counts]) =>
        counts.asked === 0 ||
        counts.asked - counts.notApplicable !== counts.pass + counts.fail + counts.unknown,
    )
    .map(([check, counts]) => `${check}: ${JSON.stringify(counts)}`);

/** Verdicts and fails, to be compared with those of another scan. */
export const answersOf = ({ answers, fails }: AnsweredScan) => ({
  verdicts: [...answers].map(([key, { verdict }]) => `${key} ${verdict}`).sort(compareText),
  fails,
});
