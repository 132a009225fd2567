/** Reads the file of exceptions. */
import * as z from 'zod';
import { nearestName } from '#model/nearest-name.ts';
import { dateIn, daysBetween } from '../calendar.ts';
import type { EntryProblem } from '../entry-list.ts';
import { entryDay, entryText, parseEntries } from '../entry-list.ts';
import type { Exception, ExceptionRules, ExceptionSet } from './exception.ts';

export type ParsedExceptions =
  | { readonly ok: true; readonly set: ExceptionSet }
  | { readonly ok: false; readonly problems: readonly EntryProblem[] };

export interface ParseExceptionsOptions {
  /** As people name it, for messages. */
  readonly file: string;
  readonly rules: ExceptionRules;
  readonly now: Date;
  /** Ids of all checks, earlier ones included; ids are not looked up when left out. */
  readonly checkIds?: ReadonlySet<string>;
}

const entryShape = z.strictObject({
  check: entryText('the id of a check'),
  resource: entryText('a resource id, `*` for any characters'),
  owner: entryText('who answers for it'),
  reason: entryText('why it is accepted'),
  approvedBy: entryText('who approved it'),
  ticket: entryText('where it is discussed; put a number in quotes').optional(),
  until: entryDay('the last day on which it holds'),
  fingerprint: z
    .string({ error: 'must be text in quotes' })
    .regex(/^[0-9a-f]{16}$/, { error: 'must be 16 hexadecimal digits, as `plumbline except` writes it' })
    .optional(),
});

/** An empty file holds no exceptions. */
export const parseExceptions = (source: string, options: ParseExceptionsOptions): ParsedExceptions => {
  const parsed = parseEntries<Exception>(source, {
    file: options.file,
    what: 'an exception',
    shape: entryShape,
    rules: (entry) => ruleProblems(entry, options),
  });
  return parsed.ok ? { ok: true, set: { entries: parsed.entries, rules: options.rules } } : parsed;
};

/** Key → what is wrong with its value, by the rules of the configuration. */
const ruleProblems = (
  entry: Exception,
  { rules, now, checkIds }: ParseExceptionsOptions,
): readonly (readonly [string, string])[] => {
  const problems: (readonly [string, string])[] = [];
  if (checkIds !== undefined && !checkIds.has(entry.check)) {
    const nearest = nearestName(entry.check, checkIds);
    const hint = nearest === undefined ? '; `plumbline checks` lists them' : `: did you mean '${nearest}'?`;
    problems.push(['check', `there is no check '${entry.check}'${hint}`]);
  }
  if (/^\*+$/.test(entry.resource)) {
    problems.push([
      'resource',
      `'${entry.resource}' would hide every resource: name the ones that are accepted`,
    ]);
  }
  const days = daysBetween(dateIn(rules.zone, now), entry.until);
  if (days > rules.longestDays) {
    problems.push([
      'until',
      `${entry.until} is ${days} days away; an exception may run ${rules.longestDays} days at most`,
    ]);
  }
  return problems;
};
