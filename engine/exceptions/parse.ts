/** Reads the file of exceptions. Each problem is said with its place and with what would mend it. */
import type { Document } from 'yaml';
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { dateIn, daysBetween, isDate } from '../calendar.ts';
import { nearestName } from '../nearest-name.ts';
import type { Exception, ExceptionRules, ExceptionSet } from './exception.ts';

export interface ExceptionProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type ParsedExceptions =
  | { readonly ok: true; readonly set: ExceptionSet }
  | { readonly ok: false; readonly problems: readonly ExceptionProblem[] };

export interface ParseExceptionsOptions {
  /** As people name it, for messages. */
  readonly file: string;
  readonly rules: ExceptionRules;
  readonly now: Date;
  /** Ids of all checks, earlier ones included; ids are not looked up when left out. */
  readonly checkIds?: ReadonlySet<string>;
}

/** `file:line:column: message` */
export const problemText = ({ file, line, column, message }: ExceptionProblem): string =>
  `${file}:${line}:${column}: ${message}`;

const text = (what: string) =>
  z
    .string({ error: `must be text: ${what}` })
    .trim()
    .min(1, { error: `is empty: ${what}` });

const entrySchema = z.strictObject({
  check: text('the id of a check'),
  resource: text('a resource id, `*` for any characters'),
  owner: text('who answers for it'),
  reason: text('why it is accepted'),
  approvedBy: text('who approved it'),
  ticket: text('where it is discussed; put a number in quotes').optional(),
  until: z
    .string({ error: 'must be a date such as 2026-12-31: the last day on which it holds' })
    .refine(isDate, { error: 'must be a date such as 2026-12-31: the last day on which it holds' }),
  fingerprint: z
    .string({ error: 'must be text in quotes' })
    .regex(/^[0-9a-f]{16}$/, { error: 'must be 16 hexadecimal digits, as `plumbline except` writes it' })
    .optional(),
});

export const exceptionKeys: readonly string[] = Object.keys(entrySchema.shape);

/** An empty file holds no exceptions. */
export const parseExceptions = (source: string, options: ParseExceptionsOptions): ParsedExceptions => {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number, message: string): ExceptionProblem => {
    const { line, col } = lines.linePos(offset);
    return { file: options.file, line: Math.max(1, line), column: Math.max(1, col), message };
  };
  if (document.errors.length > 0) {
    return { ok: false, problems: document.errors.map((error) => at(error.pos[0], error.message)) };
  }
  if (document.contents === null || isNull(document))
    return { ok: true, set: { entries: [], rules: options.rules } };
  if (!isSeq(document.contents)) {
    return { ok: false, problems: [at(0, 'the file must be a list: each exception begins with `- check:`')] };
  }
  const problems: ExceptionProblem[] = [];
  const entries: Exception[] = [];
  const json: unknown = toJson(document, (message) => problems.push(at(0, message)));
  for (const [index, value] of (Array.isArray(json) ? json : []).entries()) {
    const place = (key?: string): number => offsetOf(document, index, key);
    const parsed = entrySchema.safeParse(value);
    if (parsed.success) {
      // zod says `T | undefined` for what it leaves out.
      const entry = parsed.data as Exception;
      entries.push(entry);
      for (const [key, message] of ruleProblems(entry, options)) problems.push(at(place(key), message));
      continue;
    }
    for (const issue of parsed.error.issues) {
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) problems.push(at(place(key), unknownKey(key)));
      } else {
        const [key] = issue.path;
        const name = typeof key === 'string' ? key : undefined;
        const isMissing =
          name !== undefined && isMap(nodeAt(document, index)) && !hasKey(document, index, name);
        const message = isMissing
          ? `'${name}' is missing`
          : `${name === undefined ? '' : `'${name}' `}${issue.message}`;
        problems.push(at(place(isMissing ? undefined : name), message));
      }
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, set: { entries, rules: options.rules } };
};

const unknownKey = (key: string): string => {
  const nearest = nearestName(key, exceptionKeys);
  return `unknown key '${key}'${nearest === undefined ? `; an exception has ${exceptionKeys.join(', ')}` : `: did you mean '${nearest}'?`}`;
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

const isNull = ({ contents }: Document): boolean => isScalar(contents) && contents.value === null;

const toJson = (document: Document, onProblem: (message: string) => void): unknown => {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    onProblem(error instanceof Error ? error.message : String(error));
    return [];
  }
};

const nodeAt = (document: Document, index: number): unknown => document.getIn([index], true);

const hasKey = (document: Document, index: number, key: string): boolean => document.hasIn([index, key]);

/** Of a key's value; of the key where that is what is wrong; of the entry itself. */
const offsetOf = (document: Document, index: number, key?: string): number => {
  const entry = nodeAt(document, index);
  if (isMap(entry) && key !== undefined) {
    const pair = entry.items.find((item) => String(item.key) === key);
    const known = exceptionKeys.includes(key);
    const offset = startOf(known ? (pair?.value ?? pair?.key) : pair?.key);
    if (offset !== undefined) return offset;
  }
  return startOf(entry) ?? 0;
};

const startOf = (node: unknown): number | undefined => {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  return Array.isArray(node.range) && typeof node.range[0] === 'number' ? node.range[0] : undefined;
};
