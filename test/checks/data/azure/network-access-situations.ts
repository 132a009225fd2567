/** Storage accounts and vaults have the same switch and list. */
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import type { Situations } from '#test/support/describe-check.ts';

export const networkAccessSituations = (
  kind: 'microsoft.storage/storageaccounts' | 'microsoft.keyvault/vaults',
): Situations => {
  const reached = (publicNetworkAccess: string, defaultAction: string, ...addresses: readonly string[]) =>
    resource(kind, {
      network: known({
        publicNetworkAccess,
        defaultAction,
        addresses,
        subnets: [],
        resources: [],
        bypass: 'AzureServices',
      }),
    });
  return {
    pass: {
      'switched off, whatever the list says': reached('Disabled', 'Allow'),
      'in a perimeter': reached('SecuredByPerimeter', 'unset'),
      'named networks only': reached('Enabled', 'Deny', '198.51.100.0/24'),
      'never switched off, but a list': reached('unset', 'Deny'),
    },
    fail: {
      everybody: [reached('Enabled', 'Allow'), ['network/defaultAction']],
      'everybody, the switch never set': [reached('unset', 'allow'), ['network/defaultAction']],
      'no list, which admits everybody': [reached('Enabled', 'unset'), ['network/defaultAction']],
      'two halves on the list': [
        reached('Enabled', 'Deny', '0.0.0.0/1', '128.0.0.0/1'),
        ['network/addresses'],
      ],
    },
    unknown: {
      'a word that is neither': reached('Enabled', 'Ask'),
      'an address that is none': reached('Enabled', 'Deny', 'office'),
    },
  };
};
