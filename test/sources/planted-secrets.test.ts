/** Secrets in an Azure tenant and a Google Cloud organisation: none of them leaves the source that reads them. */
import { describe, expect, it } from 'vitest';
import { loadDemoTenant } from '#sandbox/azure/serve.ts';
import { startAzureSandbox } from '#sandbox/azure/start.ts';
import { azureOptionsFor, scanAzure } from '#test/support/azure-scan.ts';
import { gcpOptionsFor, meridianGcp, scanGcp, serveGcp } from '#test/support/gcp-scan.ts';
import type { Planted } from '#test/support/secrets/planted.ts';
import { plantedSecrets } from '#test/support/secrets/planted.ts';

const secrets = plantedSecrets(200);
const secretAt = (index: number): Planted =>
  secrets[index % secrets.length] ?? { kind: '', text: '', needle: '' };
const free = ({ text, name }: Planted): string => (name === undefined ? text : `${name}=${text}`);
const leaked = (text: string): readonly string[] =>
  secrets.filter(({ needle }) => text.includes(needle)).map(({ kind }) => kind);

describe('secrets in tags and settings', () => {
  it('do not leave the source of Azure', async () => {
    const estate = await loadDemoTenant();
    const items = estate.items.map((item, index) => ({
      ...item,
      tags: { ...item.tags, [secretAt(index).name ?? 'note']: free(secretAt(index)) },
      properties: { ...item.properties, description: free(secretAt(index)) },
    }));
    const sandbox = await startAzureSandbox({ estate: { ...estate, items } });
    try {
      const { resources, coverage } = await scanAzure(azureOptionsFor(sandbox), new Map());
      expect(resources.length).toBeGreaterThan(200);
      const text = JSON.stringify([resources, coverage]);
      expect(text).toContain('‹secret:');
      expect(leaked(text)).toEqual([]);
    } finally {
      await sandbox.close();
    }
  });

  it('do not leave the source of Google Cloud', async () => {
    const estate = await meridianGcp();
    const assets = estate.assets.map((asset, index) => ({
      ...asset,
      data: {
        ...asset.data,
        labels: { ...(asset.data['labels'] as object), note: free(secretAt(index)) },
        description: free(secretAt(index)),
      },
    }));
    const sandbox = await serveGcp({ estate: { ...estate, assets } });
    try {
      const { resources, coverage } = await scanGcp(gcpOptionsFor(sandbox));
      expect(resources.length).toBeGreaterThan(200);
      const text = JSON.stringify([resources, coverage]);
      expect(text).toContain('‹secret:');
      expect(leaked(text)).toEqual([]);
    } finally {
      await sandbox.close();
    }
  });
});
