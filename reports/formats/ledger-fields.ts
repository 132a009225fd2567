/** The denominator, as every format states it: nobody may take what is listed for all that was asked. */
import type { QuestionCounts } from '#model/scan.ts';
import type { ReportFacts } from '../facts/facts.ts';

/** asked − notApplicable = pass + fail + unknown; of the fails, `excepted` are hidden by an exception in force. */
export interface LedgerFields extends QuestionCounts {
  readonly complete: boolean;
  readonly excepted: number;
  /** Open findings that this scan could not look at: their questions are among the unknown. */
  readonly notLookedAt: number;
}

export const ledgerFields = ({ manifest, whole, carried }: ReportFacts): LedgerFields => ({
  complete: manifest.complete,
  asked: whole.asked,
  pass: whole.pass,
  fail: whole.fail,
  unknown: whole.unknown,
  notApplicable: whole.notApplicable,
  excepted: whole.excepted,
  notLookedAt: carried,
});
