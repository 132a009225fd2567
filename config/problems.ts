/** Turns what a schema has against a YAML document into sentences with file, line and nearest name. */

import type { Document, LineCounter } from 'yaml';
import { isMap, isNode, isScalar } from 'yaml';
import * as z from 'zod';
import { nearestName } from '#model/nearest-name.ts';
import { notInThisFile } from './fields.ts';

export interface Source {
  /** As the reader named it. */
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

interface Problem {
  readonly line: number;
  readonly text: string;
}

type Path = readonly PropertyKey[];

export const problemsOf = (error: z.ZodError, schema: z.ZodType, source: Source): readonly string[] =>
  error.issues
    .flatMap((issue) => problems(issue, schema, source))
    .sort((a, b) => a.line - b.line)
    .map(({ line, text }) => `${source.file} line ${line}: ${text}`);

const problems = (issue: z.core.$ZodIssue, schema: z.ZodType, source: Source): readonly Problem[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const meant = nearestName(key, keysAt(schema, issue.path));
      const hint = meant === undefined ? '' : `, did you mean '${meant}'?`;
      const place = issue.path.length === 0 ? '' : ` in '${nameOf(issue.path)}'`;
      return {
        line: lineOf([...issue.path, key], source),
        text: `unknown key '${printable(key)}'${meant === undefined ? place : ''}${hint}`,
      };
    });
  }
  const line = lineOf(issue.path, source);
  const name = issue.path.length === 0 ? 'the file' : `'${nameOf(issue.path)}'`;
  const value = source.document.getIn(issue.path, true);
  if (value === undefined && issue.path.length > 0) {
    // Another key asks for it, and which one is in the words.
    const why = issue.code === 'custom' ? `: it ${issue.message}` : '';
    return [{ line, text: `${name} is missing${why}` }];
  }
  if (isScalar(value) && value.value === null) {
    return [{ line, text: `${name} has no value; give it one or remove the key` }];
  }
  // What was pasted in the place of a reference may be the secret itself.
  const isSecret = issue.message.endsWith(notInThisFile);
  const written = isScalar(value) && !isSecret ? `, not ${quoted(value.source ?? String(value.value))}` : '';
  return [{ line, text: `${name} ${issue.message}${written}` }];
};

/** The same for values that came from the command line: the flag is named instead of the line. */
export const problemsOfFlags = (
  error: z.ZodError,
  flags: Readonly<Record<string, string>>,
): readonly string[] =>
  error.issues.map((issue) => {
    const path = nameOf(issue.path);
    const name = Object.entries(flags).find(([place]) => path === place || path.startsWith(`${place}[`))?.[1];
    return `${name ?? `'${path}'`} ${issue.message}`;
  });

const printable = (text: string): string => text.replaceAll(/\p{C}/gu, '?');

const quoted = (text: string): string =>
  `'${printable(text.length > 60 ? `${text.slice(0, 60)}...` : text)}'`;

const nameOf = (path: Path): string =>
  path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${printable(String(part))}`,
    )
    .join('');

/** Line of the last key of the path that stands in the document; 1 where none does. */
const lineOf = (path: Path, { document, lines }: Source): number => {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find((item) => (isScalar(item.key) ? String(item.key.value) === last : false))
      : undefined;
    const node = pair === undefined ? document.getIn(path.slice(0, length), true) : pair.key;
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
};

/** The keys that the section at a path knows. */
const keysAt = (schema: z.ZodType, path: Path): readonly string[] => {
  let current = unwrap(schema);
  for (const part of path) {
    if (current instanceof z.ZodObject) {
      const next: unknown = (current.shape as Record<PropertyKey, unknown>)[part];
      if (!(next instanceof z.ZodType)) return [];
      current = unwrap(next);
    } else if (current instanceof z.ZodArray) current = unwrap(current.element as z.ZodType);
    else return [];
  }
  return current instanceof z.ZodObject ? Object.keys(current.shape) : [];
};

const unwrap = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? unwrap(schema.unwrap() as z.ZodType)
    : schema;
