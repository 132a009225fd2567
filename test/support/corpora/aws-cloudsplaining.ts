/** Policies of one example account, each judged by itself: does what it grants on its own give a way up? */
import { escalations } from '#analysis/iam/escalation.ts';
import { parsePolicyDocument } from '#model/policy/parse.ts';
import type { CorpusAdapter } from './contract.ts';
import { field } from './input.ts';

export const awsCloudsplaining: CorpusAdapter = ({ control, input }) => {
  if (control !== 'iam privilege escalation in policy') return undefined;
  const versions = field(input, 'PolicyVersionList');
  const version = Array.isArray(versions)
    ? versions.find((one) => field(one, 'IsDefaultVersion') === true)
    : undefined;
  const parsed = parsePolicyDocument(
    field(version, 'Document') ?? field(input, 'Document') ?? field(input, 'PolicyDocument'),
  );
  if (!parsed.ok) return undefined;
  const found = escalations([parsed.document]);
  if (found.some(({ reach }) => reach === 'open')) return 'escalation';
  return found.length === 0 ? 'no-escalation' : undefined;
};
