/** The text of the attestations, held to the rules that the configuration sets. */
import type { AttestationSet } from '#engine/attestations/attestation.ts';
import { parseAttestations } from '#engine/attestations/parse.ts';
import { problemText } from '#engine/entry-list.ts';
import type { Framework } from '#model/framework.ts';
import type { Configuration } from './schema.ts';
import { UsageError } from './usage-error.ts';

export interface AttestationsText {
  /** As people name it, for messages. */
  readonly file: string;
  /** Empty vouches for nothing. */
  readonly source: string;
}

/** @throws UsageError with a line per problem of the text. */
export const checkedAttestations = (
  { file, source }: AttestationsText,
  { attestations, timezone }: Configuration,
  frameworks: readonly Framework[],
  now: Date,
): AttestationSet => {
  const parsed = parseAttestations(source, {
    file,
    rules: { longestDays: attestations.longestDays, zone: timezone },
    now,
    frameworks,
  });
  if (parsed.ok) return parsed.set;
  throw new UsageError(parsed.problems.map(problemText).join('\n'));
};
