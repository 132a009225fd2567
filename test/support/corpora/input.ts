/** Walks JSON of unknown shape. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const field = (value: unknown, name: string): unknown =>
  isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value)
    ? value.filter((item) => typeof item === 'string')
    : typeof value === 'string'
      ? [value]
      : [];

/** The value and everything below it that is an object, outermost first. */
export function* objectsIn(root: unknown): Generator<Fields> {
  const pending: unknown[] = [root];
  for (let value = pending.shift(); pending.length > 0 || value !== undefined; value = pending.shift()) {
    if (isFields(value)) {
      yield value;
      pending.push(...Object.values(value));
    } else if (Array.isArray(value)) pending.push(...value);
  }
}
