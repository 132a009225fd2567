/** Who on the internet may reach a service that has a switch and a list, as storage accounts and vaults have. */
import { isInternet, parseCidr } from '../cidr.ts';
import type { NetworkAccess } from './data.ts';

export interface Openness {
  readonly open: 'yes' | 'no' | 'unknown';
  /** What decides it: part of `network`, and what stands there. */
  readonly path: string;
  readonly found: string;
}

/**
 * The switch comes first; where it is on or left out, the list decides for whoever is on no list. An address range on
 * the list that is the internet opens it as well.
 */
export const opennessOf = (network: NetworkAccess): Openness => {
  const access = network.publicNetworkAccess.toLowerCase();
  if (access === 'disabled' || access === 'securedbyperimeter') {
    return { open: 'no', path: 'network/publicNetworkAccess', found: network.publicNetworkAccess };
  }
  const action = network.defaultAction.toLowerCase();
  if (action === 'allow') return { open: 'yes', path: 'network/defaultAction', found: network.defaultAction };
  if (action === 'deny') {
    const { addresses } = network;
    if (isInternet(addresses)) return { open: 'yes', path: 'network/addresses', found: addresses.join(', ') };
    const isReadable = addresses.every((address) => parseCidr(address) !== undefined);
    return { open: isReadable ? 'no' : 'unknown', path: 'network/addresses', found: addresses.join(', ') };
  }
  return { open: 'unknown', path: 'network/defaultAction', found: network.defaultAction };
};
