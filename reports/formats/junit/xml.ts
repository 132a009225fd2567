/** Text in XML 1.0, in which most control characters can't stand, not even escaped. */
import { field, fieldRoom } from '../../text/field.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Good for an attribute and for content: no markup, and what XML has no place for is made visible. */
export const xmlText = (text: string, room = fieldRoom): string =>
  field(text, room).replaceAll(/[&<>"']/gu, (character) => entities[character] ?? '');

/** Attributes in the order in which they are written. */
export const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? value : xmlText(value)}"`)
    .join('');
