import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configurationTable } from '#config/key-table.ts';
import { parseConfiguration } from '#config/load.ts';

const root = join(import.meta.dirname, '../..');
const yamlBlocks = (page: string): readonly string[] =>
  [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, block]) => block ?? '');

describe('docs/configuration.md', () => {
  it('has every key of the schema, with its values and its default', async () => {
    expect(await readFile(join(root, 'docs/configuration.md'), 'utf8')).toContain(
      `\n${configurationTable()}\n`,
    );
  });

  it.each(['docs/configuration.md', 'README.md'])(
    'shows configurations in %s that are accepted',
    async (page) => {
      const blocks = yamlBlocks(await readFile(join(root, page), 'utf8'));
      expect(blocks.length).toBeGreaterThan(0);
      for (const block of blocks) expect(() => parseConfiguration(block, page)).not.toThrow();
    },
  );
});
