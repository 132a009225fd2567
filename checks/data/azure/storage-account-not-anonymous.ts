import { defineCheck } from '#model/check.ts';
import { fail, pass, undecidable } from '#model/verdict.ts';

export const storageAccountNotAnonymous = defineCheck({
  id: 'data.azure.storage-account-not-anonymous',
  title: 'Storage account allows no anonymous reading of blobs',
  finding: '{name} lets its containers be opened to everybody',
  consequence: 'One container set to public is read, and mostly listed, by anybody.',
  severity: 'high',
  on: 'microsoft.storage/storageaccounts',
  reads: ['access'],
  controls: { 'cis-azure-3.0': ['4.17'], practice: ['IAM-1', 'CLD-1'] },
  remediation:
    'az storage account update --name NAME --allow-blob-public-access false; serve what has to be public through a content delivery network. Verify: az storage account show --query allowBlobPublicAccess.',
  sources: ['https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent'],
  evaluate({ access }) {
    // Left out stands for yes on older accounts and for no on newer ones.
    if (access.anonymousBlobs === 'unset') {
      return undecidable('the setting was never made, and its default differs with the age of the account');
    }
    if (!access.anonymousBlobs) return pass;
    return fail([{ path: 'access/anonymousBlobs', found: 'true', expected: 'false' }]);
  },
});
