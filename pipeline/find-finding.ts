/** Finds the finding whose id somebody typed the beginning of. */
import type { Finding } from '#model/finding.ts';
import type { ScanReader } from '#model/scan.ts';

/** None or several fit. */
export class FindingLookupError extends Error {
  override readonly name = 'FindingLookupError';
  readonly reason: 'unknown' | 'ambiguous';
  /** What may have been meant, at most {@link mostCandidates}; hostile text in them. */
  readonly candidates: readonly Finding[];
  constructor(reason: 'unknown' | 'ambiguous', message: string, candidates: readonly Finding[]) {
    super(message);
    this.reason = reason;
    this.candidates = candidates;
  }
}

const mostCandidates = 10;

/**
 * @param typed the beginning of a finding's id, in any letter case. Where no id begins so, the findings whose resource
 *   has it in its name or id are the candidates of the error.
 * @throws FindingLookupError
 */
export const findFinding = async (reader: ScanReader, typed: string): Promise<Finding> => {
  const wanted = typed.trim().toLowerCase();
  const scan = `scan ${reader.manifest.number}`;
  if (wanted === '') {
    throw new FindingLookupError('unknown', 'name a finding by the first characters of its id', []);
  }
  const fits: Finding[] = [];
  const similar: Finding[] = [];
  let total = 0;
  for await (const finding of reader.findings()) {
    if (finding.finding.startsWith(wanted)) {
      total += 1;
      if (fits.length < mostCandidates) fits.push(finding);
    } else if (similar.length < mostCandidates && speaksOf(finding, wanted)) similar.push(finding);
  }
  const [only] = fits;
  if (only === undefined) {
    throw new FindingLookupError(
      'unknown',
      `${scan} has no finding whose id begins with '${typed.trim()}'`,
      similar,
    );
  }
  if (total > 1) {
    throw new FindingLookupError(
      'ambiguous',
      `${total} findings of ${scan} begin with '${typed.trim()}': type more of the id`,
      fits,
    );
  }
  return only;
};

const speaksOf = (finding: Finding, wanted: string): boolean =>
  finding.name.toLowerCase().includes(wanted) ||
  finding.id.toLowerCase().includes(wanted) ||
  finding.check.includes(wanted);
