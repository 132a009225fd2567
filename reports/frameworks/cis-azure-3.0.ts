/**
 * CIS Microsoft Azure Foundations Benchmark v3.0.0: its numbers, with titles of our own. A recommendation that the
 * benchmark calls Manual is `none`, or `part` where a check finds it broken. Section 1 is an introduction.
 */
import type { Framework } from '#model/framework.ts';
import { azureApplications } from './cis-azure-3.0/applications.ts';
import { azureDefender } from './cis-azure-3.0/defender.ts';
import { azureIdentity } from './cis-azure-3.0/identity.ts';
import { azureLogging } from './cis-azure-3.0/logging.ts';
import { azureMachines } from './cis-azure-3.0/machines.ts';
import { azureStorage } from './cis-azure-3.0/storage.ts';

export const cisAzure30: Framework = {
  id: 'cis-azure-3.0',
  title: 'CIS Microsoft Azure Foundations Benchmark 3.0',
  source: 'https://www.cisecurity.org/benchmark/azure',
  providers: ['azure'],
  groups: {
    2: 'Identity',
    3: 'Protection and keys',
    4: 'Storage',
    5: 'Databases',
    6: 'Logging',
    7: 'Network',
    8: 'Machines',
    9: 'Applications',
    10: 'Further',
  },
  controls: [
    ...azureIdentity,
    ...azureDefender,
    ...azureStorage,
    ...azureLogging,
    ...azureMachines,
    ...azureApplications,
  ],
};
