import { clusterEndpointPrivate } from '#checks/network/gcp/cluster-endpoint-private.ts';
import { known } from '#model/reading.ts';
import { gcpResource, healthyGcp } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const kind = 'container.googleapis.com/Cluster';
const build = (differs: Partial<(typeof healthyGcp)[typeof kind]['endpoint']>) =>
  gcpResource(kind, { endpoint: known({ ...healthyGcp[kind].endpoint, ...differs }) });

describeCheck(clusterEndpointPrivate, {
  pass: {
    'a private endpoint': build({ authorizedNetworks: 'off' }),
    'a public endpoint for ranges of its own': build({
      privateEndpoint: false,
      authorizedNetworks: ['185.12.64.0/24'],
    }),
  },
  fail: {
    'a public endpoint for everybody': [
      build({ privateEndpoint: false, authorizedNetworks: 'off' }),
      ['endpoint/authorizedNetworks'],
    ],
    'a list that names everybody': [
      build({ privateEndpoint: false, authorizedNetworks: ['0.0.0.0/0'] }),
      ['endpoint/authorizedNetworks'],
    ],
  },
  unknown: {
    'a list that names no range': build({ privateEndpoint: false, authorizedNetworks: ['office'] }),
  },
});
