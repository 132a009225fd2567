/** Who on the internet may reach a service that has a switch and a list, as storage accounts and vaults have. */
import { isInternet, parseCidr } from '../cidr.ts';
import type { Fail, Pass, Unknown } from '../verdict.ts';
import { fail, pass, undecidable } from '../verdict.ts';
import type { NetworkAccess } from './data.ts';

const open = (path: string, found: string): Fail =>
  fail([{ path: `network/${path}`, found, expected: 'own networks and addresses only' }]);

/**
 * The switch comes first; where it is on or left out, the list decides for whoever is on no list. An address range on
 * the list that is the internet opens it as well.
 *
 * Source: "Configure Azure Storage firewalls and virtual networks", "Configure networking for Azure Key Vault".
 */
export const judgeNetworkAccess = (network: NetworkAccess): Pass<never> | Fail | Unknown => {
  const { publicNetworkAccess, defaultAction, addresses } = network;
  if (['disabled', 'securedbyperimeter'].includes(publicNetworkAccess.toLowerCase())) return pass;
  const action = defaultAction.toLowerCase();
  // An account or vault that was never given a list admits every network.
  if (action === 'allow' || action === 'unset') return open('defaultAction', defaultAction);
  if (action === 'deny') {
    if (isInternet(addresses)) return open('addresses', addresses.join(', '));
    if (addresses.every((address) => parseCidr(address) !== undefined)) return pass;
  }
  return undecidable('Azure does not say what happens to callers that are on no list');
};
