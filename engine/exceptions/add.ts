/** Adds an exception to the team's file, which stays as they wrote it: comments, order, quotes, line ends. */
import { isDeepStrictEqual } from 'node:util';
import { isSeq, parse, parseDocument, stringify } from 'yaml';
import type { Exception } from './exception.ts';

/** The file is not one that an entry can be added to; says what and where. */
export class ExceptionFileError extends Error {
  override readonly name = 'ExceptionFileError';
}

/**
 * @param source the file's text; empty for a new file.
 * @throws ExceptionFileError when it is no YAML, or no list.
 */
export const addException = (source: string, entry: Exception): string => {
  const document = parseDocument(source);
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new ExceptionFileError(`the file of exceptions is no valid YAML: ${problem.message}`);
  }
  const list = document.contents;
  const before: unknown = list === null ? null : document.toJS();
  if (before !== null && !isSeq(list)) {
    throw new ExceptionFileError(
      'the file of exceptions must be a list: each exception begins with `- check:`',
    );
  }
  const entries = Array.isArray(before) ? before : [];
  const wanted = [...entries, { ...entry }];
  for (const text of candidates(source, entry, entries.length > 0)) {
    if (readsAs(text, wanted)) return text;
  }
  // A flow list, or a document with an end mark: written anew by the YAML library, comments kept.
  if (isSeq(list)) {
    list.flow = false;
    document.add({ ...entry });
    return document.toString({ lineWidth: 0 });
  }
  return stringify(wanted, { lineWidth: 0 });
};

/** The entry put after the text, as deep as the list stands. */
function* candidates(source: string, entry: Exception, hasEntries: boolean): Generator<string> {
  const newline = source.includes('\r\n') ? '\r\n' : '\n';
  const own = stringify([{ ...entry }], { lineWidth: 0 });
  const first = /^( *)- /m.exec(source);
  const indent = hasEntries ? (first?.[1] ?? '') : '';
  const added = own
    .split('\n')
    .map((line) => (line === '' ? line : `${indent}${line}`))
    .join(newline);
  const joint = source === '' || source.endsWith('\n') ? '' : newline;
  yield `${source}${joint}${added}`;
}

const readsAs = (text: string, wanted: readonly unknown[]): boolean => {
  try {
    return isDeepStrictEqual(parse(text), wanted);
  } catch {
    // Then the text is not taken; the other way of writing it is.
    return false;
  }
};
