/** Reads tables of GitHub's Markdown, for tests: cells end at a `|` without a backslash before it, code spans are theirs. */

/** Cells of one row, with the backslash before each `|` taken away as GitHub does before it reads the cell. */
const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\|/u, '')
    .replace(/(?<!\\)\|$/u, '')
    .split(/(?<!\\)\|/u)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

/** Each table as rows by its headings. */
export const tablesOf = (markdown: string): readonly (readonly Readonly<Record<string, string>>[])[] => {
  const lines = markdown.split('\n');
  const tables: Record<string, string>[][] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [head = '', rule = ''] = [lines[at], lines[at + 1]];
    if (!head.startsWith('|') || !/^\|(?:\s*:?-+:?\s*\|)+$/u.test(rule)) continue;
    const headings = cellsOf(head);
    const rows: Record<string, string>[] = [];
    for (at += 2; lines[at]?.startsWith('|') === true; at += 1) {
      const cells = cellsOf(lines[at] ?? '');
      if (cells.length !== headings.length)
        throw new Error(`${cells.length} cells below ${headings.length} headings: ${lines[at]}`);
      rows.push(Object.fromEntries(headings.map((heading, index) => [heading, cells[index] ?? ''])));
    }
    tables.push(rows);
  }
  return tables;
};

/** What is left outside of code spans: what a forge reads as markup, links and mentions. */
export const outsideCode = (markdown: string): string =>
  markdown
    .split('\n')
    .map((line) => {
      let rest = line;
      let outside = '';
      for (;;) {
        const open = /`+/u.exec(rest);
        if (open === null) return outside + rest;
        const [fence] = open;
        const after = rest.slice(open.index + fence.length);
        const close = new RegExp(`(?<!\`)${fence}(?!\`)`, 'u').exec(after);
        outside += rest.slice(0, open.index);
        if (close === null) {
          outside += fence;
          rest = after;
        } else {
          outside += '\u0000';
          rest = after.slice(close.index + fence.length);
        }
      }
    })
    .join('\n');
