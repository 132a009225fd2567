import { defineCheck } from '#model/check.ts';
import { judgeRanges } from '#model/exposure.ts';
import { fail, pass } from '#model/verdict.ts';

export const clusterEndpointPrivate = defineCheck({
  id: 'network.gcp.cluster-endpoint-private',
  title: 'Control plane of the GKE cluster is not open to the internet',
  finding: '{name} has a control plane that the whole internet can reach',
  consequence: 'Anyone can try stolen tokens and the next flaw of the Kubernetes API.',
  severity: 'high',
  on: 'container.googleapis.com/Cluster',
  reads: ['endpoint'],
  controls: { practice: ['K8S-1', 'NET-2'] },
  remediation:
    'Name the ranges of your own with gcloud container clusters update --enable-master-authorized-networks, or switch off the public endpoint with --enable-private-endpoint. Verify: gcloud container clusters describe.',
  sources: ['https://cloud.google.com/kubernetes-engine/docs/how-to/latest/network-isolation'],
  evaluate({ endpoint: { privateEndpoint, authorizedNetworks } }) {
    if (privateEndpoint) return pass;
    const path = 'endpoint/authorizedNetworks';
    const expected = 'ranges of your own';
    return authorizedNetworks === 'off'
      ? fail([{ path, found: 'a public endpoint without authorised networks', expected }])
      : judgeRanges(authorizedNetworks, path, expected);
  },
});
