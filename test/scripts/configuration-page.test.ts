import { describe, expect, it } from 'vitest';
import { withTable } from '../../scripts/generate/configuration-page.ts';

const table = '| Key | Value |\n|---|---|\n| `estate` | text |';

describe('the table of keys', () => {
  it('takes the place of the one that was there, and leaves the rest', () => {
    const page = `# Keys\n\n| Key | Value |\n|---|---|\n| \`old\` | text |\n| \`older\` | text |\n\nMore.\n`;
    expect(withTable(page, table)).toBe(`# Keys\n\n${table}\n\nMore.\n`);
    expect(withTable(withTable(page, table), table)).toBe(withTable(page, table));
  });

  it('may end the page', () => {
    expect(withTable('| Key | Value |\n|---|---|', table)).toBe(table);
  });

  it.each([
    ['no table', '# Keys\n'],
    ['two of them', `${table}\n\n${table}\n`],
  ])('is an error with %s', (_situation, page) => {
    expect(() => withTable(page, table)).toThrow('docs/configuration.md must have one table');
  });
});
