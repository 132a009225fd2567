/** What people vouch for, where no check can look: the entries of the file beside the one of exceptions. */
import type { AttestationRow } from '#model/scan.ts';
import { dateIn, daysBetween } from '../calendar.ts';
import { soon } from '../exceptions/exception.ts';

/** One entry of the file, as validated. */
export type Attestation = Omit<AttestationRow, 'status'>;

export interface AttestationRules {
  /** An attestation may not end later than this many days from today. */
  readonly longestDays: number;
  /** IANA name of the zone whose days count. */
  readonly zone: string;
}

export interface AttestationSet {
  readonly entries: readonly Attestation[];
  readonly rules: AttestationRules;
}

/** How each stands at a moment, in the order of the file. */
export const attestationRows = ({ entries, rules }: AttestationSet, at: Date): readonly AttestationRow[] => {
  const today = dateIn(rules.zone, at);
  return entries.map((entry) => ({ ...entry, status: statusOf(entry, today) }));
};

const statusOf = ({ from, until }: Attestation, today: string): AttestationRow['status'] => {
  if (today > until) return 'expired';
  if (from !== undefined && today < from) return 'not-yet';
  return daysBetween(today, until) <= soon ? 'ends-soon' : 'in-force';
};
