/** Values that no cloud should hold and some day one will. */
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

export const nestedObject = (depth: number): unknown => {
  let value: unknown = {};
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
};

export const hostileValues: readonly (readonly [what: string, value: () => unknown])[] = [
  ['text nested 100,000 deep', () => nested(100_000)],
  ['an object nested 2,000 deep', () => nestedObject(2_000)],
  [
    '__proto__',
    () => JSON.parse('{"__proto__":{"public":true,"Statement":[]},"constructor":{"prototype":1}}'),
  ],
  ['text that holds __proto__', () => '{"__proto__":{"Statement":[]},"Statement":{"__proto__":[]}}'],
  ['a lone surrogate', () => 'half \ud83d of a face \udc00'],
  ['no number', () => 'NaN'],
  ['a huge number', () => 1e308],
  ['a negative number', () => -1],
  ['null', () => null],
  ['a list', () => [null, {}, [], 'x']],
];

/**
 * Where to put a value that is meant for `path`: an object in the place of another one is another truth, since what it
 * does not hold is off, so it stands beside what the other one holds.
 */
export const placeFor = (path: string, what: string, value: unknown): string => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return path;
  return `${path}.${what === '__proto__' ? '__proto__' : 'unheardOf'}`;
};
