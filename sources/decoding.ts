/** What every cloud's answers are made of before a parser has read them: fields, and text that holds them. */

export type Fields = Readonly<Record<string, unknown>>;

/** A part of an item that could not be decoded, and why. */
export class Undecodable {
  readonly problem: string;
  constructor(problem: string) {
    this.problem = problem;
  }
}

/** Longest text that is decoded. AWS Config keeps whole items well below it; policies are at most 32 KiB. */
export const maxItemBytes = 1024 * 1024;
/** Real items nest about ten levels. */
export const maxDepth = 64;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Undecodable);

/** JSON text (twice over at most, percent-encoded or not) becomes the value that it holds; others stay. */
export const decoded = (value: unknown): unknown => {
  let current = value;
  for (let round = 0; round < 2 && typeof current === 'string'; round += 1) {
    const next = decodeOnce(current);
    if (next === undefined) return current;
    current = next;
  }
  return current;
};

/** Undefined where the text is plain text. */
const decodeOnce = (text: string): unknown => {
  if (text.length > maxItemBytes) return new Undecodable(`text of ${text.length} characters is too long`);
  let json = text.trim();
  if (/^%(?:7B|5B|22)/i.test(json)) {
    try {
      json = decodeURIComponent(json);
    } catch {
      return new Undecodable('the percent-encoding is broken');
    }
  }
  if (!/^[{["]/.test(json)) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return tooDeep(value) ? new Undecodable(`it nests deeper than ${maxDepth} levels`) : value;
  } catch {
    return new Undecodable('the text is not JSON');
  }
};

/** Without recursion, since the depth is what is in question. */
export const tooDeep = (root: unknown): boolean => {
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return true;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      for (const child of Array.isArray(value) ? value : Object.values(value)) {
        if (typeof child === 'object' && child !== null) next.push(child);
      }
    }
    level = next;
  }
  return false;
};
