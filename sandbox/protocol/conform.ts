import type { NormalizedSchema } from '@smithy/core/schema';

/**
 * A value as the model has it: members that it does not know are left out, and times become `Date`. What is damaged on
 * purpose stays damaged: a member of another type than the model says passes through as text.
 */
export const conform = (schema: NormalizedSchema, value: unknown): unknown => {
  if (value === undefined || value === null) return undefined;
  if (schema.isStructSchema()) {
    if (typeof value !== 'object' || Array.isArray(value)) return {};
    const members = value as Readonly<Record<string, unknown>>;
    const fitted: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const inner = conform(member, members[name]);
      if (inner !== undefined) fitted[name] = inner;
    }
    return fitted;
  }
  if (schema.isListSchema()) {
    const member = schema.getValueSchema();
    return Array.isArray(value) ? value.map((one) => conform(member, one)) : [];
  }
  if (schema.isMapSchema()) {
    if (typeof value !== 'object') return {};
    const member = schema.getValueSchema();
    const fitted: Record<string, unknown> = Object.create(null);
    for (const [key, one] of Object.entries(value)) fitted[key] = conform(member, one);
    return fitted;
  }
  if (schema.isTimestampSchema()) {
    if (value instanceof Date) return value;
    const time = new Date(value as string | number);
    return Number.isNaN(time.getTime()) ? new DamagedTime(String(value)) : time;
  }
  // Of another type than the model's: a serializer would fail.
  const isDamaged = typeof value === 'object' && !schema.isDocumentSchema() && !schema.isBlobSchema();
  return isDamaged ? JSON.stringify(value) : value;
};

/** A time that is none: where text stands for times it is written as it is, where a serializer would fail. */
class DamagedTime extends Date {
  readonly #text: string;

  constructor(text: string) {
    super(Number.NaN);
    this.#text = text;
  }

  override toISOString(): string {
    return this.#text;
  }
}
