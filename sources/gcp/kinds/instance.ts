/** Machines. */
import { part } from '#sources/fields.ts';
import { redactNamed } from '../../secrets.ts';
import type { Normaliser } from './normaliser.ts';
import { pathOf } from './normaliser.ts';

export const instance: Normaliser<'compute.googleapis.com/Instance'> = ({ data }) => ({
  network: part(() => ({
    interfaces: data.nodesOr('networkInterfaces', 'networkInterface').map((one) => ({
      network: pathOf(one.textOr('none', 'network')),
      subnetwork: pathOf(one.textOr('none', 'subnetwork')),
      address: one.textOr('none', 'networkIP', 'ipAddress', 'networkIp'),
      external: [
        ...one.nodesOr('accessConfigs', 'accessConfig'),
        ...one.nodesOr('ipv6AccessConfigs', 'ipv6AccessConfig'),
      ].map((config) => config.textOr('assigned', 'natIP', 'externalIp', 'externalIpv6', 'natIp')),
    })),
    // An object with a list; a plain list in some exports.
    tags: Array.isArray(data.raw('tags'))
      ? data.textsOr('tags')
      : (data.nodeOr('tags')?.textsOr('items', 'tag') ?? []),
    forwards: data.flagOr(false, 'canIpForward'),
  })),
  accounts: part(() =>
    data.nodesOr('serviceAccounts', 'serviceAccount').map((account) => ({
      email: account.text('email'),
      scopes: account.textsOr('scopes', 'scope'),
    })),
  ),
  metadata: part(() => {
    const found: Record<string, string> = Object.create(null);
    for (const item of data.nodeOr('metadata')?.nodesOr('items', 'item') ?? []) {
      const key = item.text('key');
      found[key] = redactNamed(key, item.textOr('', 'value'));
    }
    return found;
  }),
  settings: part(() => ({
    status: data.textOr('none', 'status'),
    machineType: pathOf(data.textOr('none', 'machineType')),
  })),
});
