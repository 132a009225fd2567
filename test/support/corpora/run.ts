/** Puts every case of a corpus to the product and counts how it answers. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import * as z from 'zod';
import { caseAdapters } from './cases/index.ts';
import type { CorpusCase } from './contract.ts';
import { agreesOnDrift, askDriftCase, driftCaseShape } from './drift-cases.ts';
import { corpusAdapters } from './sources.ts';

/** Bad usage: a missing folder, an unknown source, a file that is not what it should be. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Disagreement {
  readonly case: string;
  readonly ours: string;
  readonly right: string;
  readonly doubtful: boolean;
}

export interface Score {
  readonly source: string;
  readonly cases: number;
  readonly claimed: number;
  readonly agree: number;
  readonly disagree: number;
  /** Rows whose answer the corpus itself contests; not in the figures before. */
  readonly doubtful: { readonly cases: number; readonly claimed: number; readonly agree: number };
  /** Kind of question → counts, where the source has several. */
  readonly kinds: Readonly<Record<string, { cases: number; claimed: number; agree: number }>>;
  readonly disagreements: readonly Disagreement[];
  /** Why cases are not claimed → how many, where the source's adapter says. */
  readonly notClaimed?: Readonly<Record<string, number>>;
}

/** Only these of a row's fields are the question; every other one may tell the answer. */
const rowShape = z.looseObject({
  case: z.string(),
  expected: z.string(),
  inputFile: z.string(),
  pointer: z.string().optional(),
  control: z.string().optional(),
  resource: z.string().optional(),
  doubt: z.string().optional(),
  /** Part of the question: which resources are counted. */
  filters: z.array(z.unknown()).optional(),
  /** Part of the answer. */
  expectedCount: z.number().optional(),
});

const plainShape = z.looseObject({
  id: z.string(),
  kind: z.string(),
  provider: z.string(),
  question: z.string(),
  input: z.unknown(),
  right: z.looseObject({ verdict: z.string() }),
  doubt: z.string().optional(),
});

const readJsonFile = (path: string): unknown => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${path} is not valid JSON`);
  }
};

const rowsOf = <T>(shape: z.ZodType<T>, path: string): readonly T[] => {
  const parsed = z.array(shape).safeParse(readJsonFile(path));
  if (!parsed.success) throw new UsageError(`${path}: ${z.prettifyError(parsed.error).split('\n', 1)[0]}`);
  return parsed.data;
};

/** Names of the folder's sources that have rows, sorted. */
export const sourcesIn = (directory: string): readonly string[] => {
  if (!existsSync(directory) || !statSync(directory).isDirectory()) {
    throw new UsageError(`${directory} is not a folder`);
  }
  return readdirSync(directory)
    .filter((name) => existsSync(join(directory, name, 'expected.json')))
    .sort((a, b) => (a < b ? -1 : 1));
};

export const runSource = (directory: string, source: string): Score => {
  const folder = join(directory, source);
  const rows = rowsOf(rowShape, join(folder, 'expected.json'));
  const adapter = corpusAdapters.get(source);
  const files = new Map<string, unknown>();
  const readJson = (path: string): unknown => {
    const full = join(folder, path);
    const inside = relative(folder, full);
    if (inside.startsWith('..') || isAbsolute(inside)) throw new UsageError(`${path} leads out of ${source}`);
    if (!files.has(full)) files.set(full, readJsonFile(full));
    return files.get(full);
  };
  const tally = new Tally(source);
  for (const row of rows) {
    const given = adapter === undefined ? undefined : caseOf(row, folder, readJson);
    const ours = given === undefined ? undefined : adapter?.(given);
    const right = row.expectedCount === undefined ? row.expected : `${row.expected} ${row.expectedCount}`;
    tally.count({
      name: row.case,
      kind: row.control ?? '',
      doubtful: row.doubt !== undefined,
      ours,
      right,
      agree: ours === right,
    });
  }
  return tally.score();
};

function caseOf(
  row: z.infer<typeof rowShape>,
  folder: string,
  readJson: (path: string) => unknown,
): CorpusCase {
  const isFolder = row.inputFile.endsWith('/');
  const whole = isFolder || !row.inputFile.endsWith('.json') ? undefined : readJson(row.inputFile);
  return {
    control: row.control ?? '',
    resource: row.resource ?? '',
    filters: row.filters ?? [],
    input: pointed(whole, row.pointer),
    inputFile: row.inputFile,
    readJson,
    list: (path) =>
      readdirSync(join(folder, path))
        .filter((name) => name !== 'expected.json')
        .sort((a, b) => (a < b ? -1 : 1)),
  };
}

/** JSON pointer (RFC 6901); undefined where it leads nowhere, or is no pointer into JSON. */
function pointed(value: unknown, pointer: string | undefined): unknown {
  if (pointer === undefined || pointer === '') return value;
  if (!pointer.startsWith('/')) return undefined;
  let current = value;
  for (const token of pointer.slice(1).split('/')) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[name];
  }
  return current;
}

/** A file of plain cases: the source that is called `cases`. */
export const runCases = async (file: string): Promise<Score> => {
  const tally = new Tally('cases');
  for (const row of rowsOf(plainShape, file)) {
    const ours = await caseAdapters.get(row.kind)?.({
      kind: row.kind,
      provider: row.provider,
      question: row.question,
      input: row.input,
    });
    tally.count({
      name: row.id,
      kind: row.kind,
      doubtful: row.doubt !== undefined,
      ours: ours === undefined ? undefined : JSON.stringify(ours),
      right: JSON.stringify(row.right),
      agree: ours !== undefined && agrees(ours, row.right),
    });
  }
  return tally.score();
};

/** A file of declared things beside live ones: the source that is called `drift-cases`. */
export const runDriftCases = (file: string): Score => {
  const tally = new Tally('drift-cases');
  const notClaimed: Record<string, number> = Object.create(null);
  for (const { id, right, ...given } of rowsOf(driftCaseShape, file)) {
    const answer = askDriftCase(given);
    if (!answer.claimed) notClaimed[answer.why] = (notClaimed[answer.why] ?? 0) + 1;
    tally.count({
      name: id,
      kind: given.kind,
      doubtful: false,
      ours: answer.claimed ? JSON.stringify({ drift: answer.drift, paths: answer.paths }) : undefined,
      right: JSON.stringify({ drift: right.drift, paths: right.paths }),
      agree: agreesOnDrift(answer, right),
    });
  }
  return { ...tally.score(), notClaimed };
};

/** The verdict, and each further field that both have. The order of a list says nothing. */
export const agrees = (
  ours: Readonly<Record<string, unknown>>,
  right: Readonly<Record<string, unknown>>,
): boolean =>
  Object.entries(right).every(
    ([name, value]) =>
      (name !== 'verdict' && ours[name] === undefined) || canonical(ours[name]) === canonical(value),
  );

const canonical = (value: unknown): string =>
  Array.isArray(value) ? JSON.stringify(value.map(canonical).sort()) : JSON.stringify(value);

interface Counted {
  readonly name: string;
  readonly kind: string;
  readonly doubtful: boolean;
  readonly ours: string | undefined;
  readonly right: string;
  readonly agree: boolean;
}

class Tally {
  readonly #source: string;
  readonly #sure = { cases: 0, claimed: 0, agree: 0 };
  readonly #doubtful = { cases: 0, claimed: 0, agree: 0 };
  readonly #kinds: Record<string, { cases: number; claimed: number; agree: number }> = Object.create(null);
  readonly #disagreements: Disagreement[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  count(row: Counted): void {
    const kind = this.#kinds[row.kind] ?? { cases: 0, claimed: 0, agree: 0 };
    this.#kinds[row.kind] = kind;
    for (const counts of row.doubtful ? [this.#doubtful] : [this.#sure, kind]) {
      counts.cases += 1;
      if (row.ours !== undefined) counts.claimed += 1;
      if (row.agree) counts.agree += 1;
    }
    if (row.ours !== undefined && !row.agree) {
      this.#disagreements.push({ case: row.name, ours: row.ours, right: row.right, doubtful: row.doubtful });
    }
  }

  score(): Score {
    return {
      source: this.#source,
      ...this.#sure,
      disagree: this.#sure.claimed - this.#sure.agree,
      doubtful: this.#doubtful,
      kinds: this.#kinds,
      disagreements: this.#disagreements,
    };
  }
}
