/**
 * Reads fields of a foreign tree. What a service always gives and is not there, or is not of its type, makes the
 * part `malformed`; what a service leaves out when it has nothing to say has a reader that names that value.
 */
import type { PolicyDocument } from '#model/policy/document.ts';
import { parsePolicyDocument } from '#model/policy/parse.ts';
import type { Reading, Unread } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import type { Fields } from './decoding.ts';
import { decoded, isFields, Undecodable } from './decoding.ts';

/** Ends the reading of one part; {@link part} turns it into a value, so it goes no further. */
class PartProblem extends Error {
  readonly reading: Unread;
  constructor(reading: Unread) {
    super(reading.detail ?? reading.reason);
    this.reading = reading;
  }
}

export const problem = (detail: string): never => {
  throw new PartProblem(unread('malformed', undefined, detail));
};

export const notRead = (reading: Unread): never => {
  throw new PartProblem(reading);
};

/** The one way from readers to a part. */
export const part = <T>(read: () => T): Reading<T> => {
  try {
    return known(read());
  } catch (error) {
    if (error instanceof PartProblem) return error.reading;
    throw error;
  }
};

/**
 * Whether text in the place of an object or a list is JSON that holds one, and empty text stands for none, as AWS Config
 * has it; where a service's answers have types of their own, such text is not what it should be.
 */
export type TextForm = 'json' | 'text';

/** One node of the tree, with its path for messages. */
export class Node {
  readonly fields: Fields;
  readonly path: string;
  readonly form: TextForm;

  constructor(fields: Fields, path: string, form: TextForm = 'json') {
    this.fields = fields;
    this.path = path;
    this.form = form;
  }

  /** The first of these names that is there with a value: older kinds spell one field in several ways. */
  raw(...names: readonly string[]): unknown {
    for (const name of names) {
      if (!Object.hasOwn(this.fields, name)) continue;
      const value = this.fields[name];
      if (value !== undefined && value !== null) return value;
    }
    return undefined;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.fields, name);
  }

  at(...names: readonly string[]): string {
    return this.path === '' ? (names[0] ?? '') : `${this.path}.${names[0] ?? ''}`;
  }

  text(...names: readonly string[]): string {
    const value = this.raw(...names);
    return typeof value === 'string'
      ? value
      : problem(`${this.at(...names)} is ${typeName(value)}, not text`);
  }

  /** `otherwise` where the field is left out or empty. */
  textOr(otherwise: string, ...names: readonly string[]): string {
    const value = this.raw(...names);
    if (value === undefined || value === '') return otherwise;
    return typeof value === 'string'
      ? value
      : problem(`${this.at(...names)} is ${typeName(value)}, not text`);
  }

  flag(...names: readonly string[]): boolean {
    return this.flagOr(undefined, ...names);
  }

  /** Booleans come as such or as the words `true` and `false`. */
  flagOr(otherwise: boolean | undefined, ...names: readonly string[]): boolean {
    const value = this.raw(...names);
    if (value === undefined && otherwise !== undefined) return otherwise;
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    return problem(`${this.at(...names)} is ${typeName(value)}, not true or false`);
  }

  int(...names: readonly string[]): number {
    return this.intOr(undefined, ...names);
  }

  intOr(otherwise: number | undefined, ...names: readonly string[]): number {
    const value = this.raw(...names);
    if (value === undefined && otherwise !== undefined) return otherwise;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    if (typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return Number(value);
    return problem(`${this.at(...names)} is ${typeName(value)}, not a whole number`);
  }

  node(...names: readonly string[]): Node {
    return this.nodeOr(...names) ?? problem(`${this.at(...names)} is not there`);
  }

  /** Undefined where the field is left out. JSON text may count as what it holds: see {@link TextForm}. */
  nodeOr(...names: readonly string[]): Node | undefined {
    const value = this.#held(names);
    if (value === undefined) return undefined;
    if (value instanceof Undecodable) return problem(`${this.at(...names)}: ${value.problem}`);
    return isFields(value)
      ? new Node(value, this.at(...names), this.form)
      : problem(`${this.at(...names)} is ${typeName(value)}, not an object`);
  }

  /** Always given, maybe empty. */
  list(...names: readonly string[]): readonly unknown[] {
    return this.listOr(...names) ?? problem(`${this.at(...names)} is not there`);
  }

  listOr(...names: readonly string[]): readonly unknown[] | undefined {
    const value = this.#held(names);
    if (value === undefined) return undefined;
    if (value instanceof Undecodable) return problem(`${this.at(...names)}: ${value.problem}`);
    return Array.isArray(value) ? value : problem(`${this.at(...names)} is ${typeName(value)}, not a list`);
  }

  nodes(...names: readonly string[]): readonly Node[] {
    return toNodes(this.list(...names), this.at(...names), this.form);
  }

  /** Empty where the field is left out. */
  nodesOr(...names: readonly string[]): readonly Node[] {
    return toNodes(this.listOr(...names) ?? [], this.at(...names), this.form);
  }

  texts(...names: readonly string[]): readonly string[] {
    return toTexts(this.list(...names), this.at(...names));
  }

  /** Empty where the field is left out. */
  textsOr(...names: readonly string[]): readonly string[] {
    return toTexts(this.listOr(...names) ?? [], this.at(...names));
  }

  #held(names: readonly string[]): unknown {
    const value = this.raw(...names);
    if (this.form === 'text') return value;
    const held = decoded(value);
    return held === '' ? undefined : held;
  }

  /** Text or `{value: text}`: Java enumerations come either way. */
  word(...names: readonly string[]): string {
    const value = this.raw(...names);
    if (isFields(value)) {
      const inner = value['value'] ?? value['name'] ?? value['code'];
      if (typeof inner === 'string') return inner;
    }
    return this.text(...names);
  }
}

const toNodes = (list: readonly unknown[], path: string, form: TextForm): readonly Node[] =>
  list.map((entry, index) =>
    isFields(entry)
      ? new Node(entry, `${path}[${index}]`, form)
      : problem(`${path}[${index}] is ${typeName(entry)}, not an object`),
  );

const toTexts = (list: readonly unknown[], path: string): readonly string[] =>
  list.map((entry, index) =>
    typeof entry === 'string' ? entry : problem(`${path}[${index}] is ${typeName(entry)}, not text`),
  );

const typeName = (value: unknown): string => {
  if (value === undefined) return 'not there';
  if (Number.isNaN(value)) return 'not a number';
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
};

export const policyOf = (value: unknown, path: string): PolicyDocument => {
  const parsed = parsePolicyDocument(value);
  return parsed.ok ? parsed.document : problem(`${path}: ${parsed.error}`);
};
