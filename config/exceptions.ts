/** The text of the exceptions, held to the rules that the configuration sets. */

import { problemText } from '#engine/entry-list.ts';
import type { ExceptionSet } from '#engine/exceptions/exception.ts';
import { parseExceptions } from '#engine/exceptions/parse.ts';
import type { Check } from '#model/check.ts';
import type { Configuration } from './schema.ts';
import { UsageError } from './usage-error.ts';

export interface ExceptionsText {
  /** As people name it, for messages. */
  readonly file: string;
  /** Empty excepts nothing. */
  readonly source: string;
}

/** @throws UsageError with a line per problem of the text. */
export const checkedExceptions = (
  { file, source }: ExceptionsText,
  configuration: Configuration,
  checks: readonly Check[],
  now: Date,
): ExceptionSet => {
  const { exceptions, timezone } = configuration;
  const parsed = parseExceptions(source, {
    file,
    rules: { longestDays: exceptions.longestDays, broadest: exceptions.broadest, zone: timezone },
    now,
    checkIds: new Set(checks.flatMap((check) => [check.id, ...(check.aliases ?? [])])),
  });
  if (parsed.ok) return parsed.set;
  throw new UsageError(parsed.problems.map(problemText).join('\n'));
};
