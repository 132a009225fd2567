import { describe, expect, it } from 'vitest';
import { severities } from '#model/severity.ts';
import { gatherFacts } from '#reports/facts/facts.ts';
import { reportChecks } from '#test/support/scan-checks.ts';
import { everydayScan, unknownScan } from '#test/support/scan-scenes.ts';

const facts = () => gatherFacts(everydayScan(), reportChecks);

describe('what is open, broken down', () => {
  it('adds up to the whole by account, by owner and by cloud', async () => {
    const { breakdown, whole, carried } = await facts();
    const sum = (parts: readonly { readonly open: Readonly<Record<string, number>> }[]): number =>
      parts.reduce(
        (all, { open }) => all + severities.reduce((one, level) => one + (open[level] ?? 0), 0),
        0,
      );
    expect(sum(breakdown.accounts)).toBe(whole.open + carried);
    expect(sum(breakdown.owners)).toBe(whole.open + carried);
    expect(breakdown.clouds.reduce((all, { ledger }) => all + ledger.asked, 0)).toBe(whole.asked);
    expect(breakdown.accounts.reduce((all, { unknown }) => all + unknown, 0)).toBe(whole.unknown);
  });

  it('names the account of a scan that could judge nothing, with what is unknown there', async () => {
    const { breakdown, whole } = await gatherFacts(unknownScan(), reportChecks);
    expect(breakdown.accounts.length).toBeGreaterThan(0);
    expect(breakdown.accounts.reduce((all, { unknown }) => all + unknown, 0)).toBe(whole.unknown);
    expect(breakdown.owners).toEqual([]);
  });

  it('stands with the worst first', async () => {
    const { breakdown } = await facts();
    const rank = ({ open }: (typeof breakdown.accounts)[number]): string =>
      severities.map((level) => String(open[level]).padStart(6, '0')).join();
    const ranks = breakdown.accounts.map(rank);
    expect(ranks).toEqual(ranks.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)));
  });

  it('counts what nobody owns under no owner', async () => {
    const { breakdown } = await facts();
    expect(breakdown.owners.some(({ owner }) => owner === undefined)).toBe(true);
    expect(new Set(breakdown.owners.map(({ owner }) => owner)).size).toBe(breakdown.owners.length);
  });
});
