import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { caseAdapters } from '../support/corpora/cases/index.ts';
import { agrees } from '../support/corpora/run.ts';

interface Variant {
  readonly id: string;
  readonly kind: string;
  readonly provider: string;
  readonly question: string;
  readonly input: unknown;
  readonly right: { readonly verdict: string };
  readonly why: string;
}

const folder = new URL('../support/corpora/variants/', import.meta.url);

describe.each(readdirSync(folder).filter((name) => name.endsWith('.json')))('variants in %s', (file) => {
  const variants = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as readonly Variant[];

  test.each(
    variants.map((variant) => [`${variant.id}: ${variant.question} ${variant.why}`, variant] as const),
  )('%s', async (_name, { kind, provider, question, input, right }) => {
    const ours = await caseAdapters.get(kind)?.({ kind, provider, question, input });
    expect(ours, 'claimed').toBeDefined();
    expect({ ours, agrees: agrees(ours ?? {}, right) }, JSON.stringify(right)).toEqual({
      ours,
      agrees: true,
    });
  });
});
