/** A copy with every lone surrogate replaced, in keys too: `JSON.stringify` would write what strict readers refuse. */
export const toWellFormed = (value: unknown): unknown => {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(toWellFormed);
  if (typeof value === 'object' && value !== null) {
    const copy = Object.create(null) as Record<string, unknown>;
    for (const [key, item] of Object.entries(value)) copy[key.toWellFormed()] = toWellFormed(item);
    return copy;
  }
  return value;
};
