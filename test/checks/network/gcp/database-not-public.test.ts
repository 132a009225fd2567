import { databaseNotPublic } from '#checks/network/gcp/database-not-public.ts';
import { known } from '#model/reading.ts';
import { gcpResource, healthyGcp } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const kind = 'sqladmin.googleapis.com/Instance';
const build = (differs: Partial<(typeof healthyGcp)[typeof kind]['settings']>) =>
  gcpResource(kind, { settings: known({ ...healthyGcp[kind].settings, ...differs }) });

describeCheck(databaseNotPublic, {
  pass: {
    'no public address': build({}),
    'no public address, the old range still listed': build({ authorizedNetworks: ['0.0.0.0/0'] }),
    'one range of its own': build({ publicIp: true, authorizedNetworks: ['185.12.64.0/24'] }),
    'a public address that admits nobody': build({ publicIp: true }),
  },
  fail: {
    everybody: [
      build({ publicIp: true, authorizedNetworks: ['185.12.64.0/24', '0.0.0.0/0'] }),
      ['settings/authorizedNetworks/0.0.0.0/0'],
    ],
    'everybody, in two halves': [
      build({ publicIp: true, authorizedNetworks: ['0.0.0.0/1', '128.0.0.0/1'] }),
      ['settings/authorizedNetworks/0.0.0.0/1', 'settings/authorizedNetworks/128.0.0.0/1'],
    ],
  },
  unknown: { 'a network that is no range': build({ publicIp: true, authorizedNetworks: ['x'] }) },
});
