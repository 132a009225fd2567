/** Recorded configuration items: does each come through the parser as a resource, with nothing dropped? */
import { normalizeItem } from '#sources/aws/items.ts';
import type { CorpusAdapter } from './contract.ts';
import type { Fields } from './input.ts';
import { isFields } from './input.ts';

/** A part that is `malformed` means that the parser does not know this recorded form. */
export const awsConfigItems: CorpusAdapter = ({ input }) => {
  // Some files hold a list of items.
  const outcomes = (Array.isArray(input) ? input : [input]).map(outcomeOf);
  return outcomes.find((outcome) => outcome !== 'parsed') ?? 'parsed';
};

function outcomeOf(raw: unknown): string {
  const item = normalizeItem(isFields(raw) ? mended(raw) : raw);
  if (item.type === 'left-out') return 'parsed';
  if (item.type === 'malformed') return `malformed: ${item.problem}`;
  if (item.type === 'not-recorded') return item.type;
  const broken = Object.entries(item.resource.parts).filter(
    ([, reading]) => !reading.known && reading.reason === 'malformed',
  );
  return broken.length === 0 ? 'parsed' : `malformed: ${broken.map(([name]) => name).join(', ')}`;
}

/**
 * Undoes what the source's own editing did to a few items: made-up account ids of 11 or 13 digits, and times printed
 * by Python's `repr`. AWS Config writes neither.
 */
const mended = (item: Fields): Fields =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => {
      if (typeof value !== 'string') return [name, value];
      if (/accountId$/i.test(name)) return [name, value.padStart(12, '0').slice(0, 12)];
      const [, date] = /^datetime\.datetime\(([\d, ]+)/.exec(value) ?? [];
      return [name, date === undefined ? value : isoOf(date)];
    }),
  );

/** `2020, 4, 22, 13, 13, 17, 718000` with the last in microseconds. */
function isoOf(fields: string): string {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = fields.split(',').map(Number);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second)).toISOString();
}
