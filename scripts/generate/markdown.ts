/** Markdown that renders as it is meant, whatever stands in the text. */

/** For running text: what Markdown would take as markup is escaped. */
export const escapeMarkdown = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>|]/g, (letter) => `\\${letter}`);

/** For ids and paths. They hold no backtick. */
export const code = (text: string): string => `\`${text}\``;

export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

export const link = (text: string, to: string): string => `[${text}](${to})`;

/** Sections with an empty line between them, and one line end at the end of the file. */
export const page = (...sections: readonly (string | undefined)[]): string =>
  `${sections.filter((section) => section !== undefined && section !== '').join('\n\n')}\n`;
