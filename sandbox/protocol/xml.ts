const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** As the text of an XML element. */
export const escapeText = (text: string): string =>
  text
    .replace(/[&<>"]/g, (c) => entities[c] ?? c)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters travel as references
    .replace(/[\u0000-\u001f\u007f]/g, (c) => `&#x${c.charCodeAt(0).toString(16)};`);
