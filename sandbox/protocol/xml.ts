/** The XML of the Query protocol: lists of `member`, maps of `entry`, times in ISO 8601. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escapeText = (text: string): string =>
  text
    .replace(/[&<>"]/g, (c) => entities[c] ?? c)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters travel as references
    .replace(/[\u0000-\u001f\u007f]/g, (c) => `&#x${c.charCodeAt(0).toString(16)};`);

/** Undefined members are left out; a `Map` is written as `entry` elements. */
export const xmlElement = (name: string, value: unknown): string => {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value))
    return `<${name}>${value.map((item) => xmlElement('member', item)).join('')}</${name}>`;
  if (value instanceof Map) {
    const entries = [...value].map(
      ([key, entry]) => `<entry>${xmlElement('key', key)}${xmlElement('value', entry)}</entry>`,
    );
    return `<${name}>${entries.join('')}</${name}>`;
  }
  if (typeof value === 'object') {
    return `<${name}>${Object.entries(value)
      .map(([key, member]) => xmlElement(key, member))
      .join('')}</${name}>`;
  }
  return `<${name}>${escapeText(String(value))}</${name}>`;
};
