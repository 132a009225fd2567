import { defineCheck } from '#model/check.ts';
import { judgeRanges } from '#model/exposure.ts';
import { fail, pass } from '#model/verdict.ts';

export const managedClusterApiPrivate = defineCheck({
  id: 'network.azure.managed-cluster-api-private',
  title: 'Managed cluster closes its API to the internet',
  finding: '{name} answers its Kubernetes API to the internet',
  consequence: 'A leaked kubeconfig or the next flaw of the API server can be used from anywhere.',
  severity: 'high',
  on: 'microsoft.containerservice/managedclusters',
  reads: ['apiServer'],
  controls: { practice: ['K8S-1', 'NET-2'] },
  remediation:
    'az aks update --api-server-authorized-ip-ranges YOUR-RANGES, or make the cluster private. Verify: az aks show --query apiServerAccessProfile.',
  sources: [
    'https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges',
    'https://learn.microsoft.com/azure/aks/private-clusters',
  ],
  evaluate({ apiServer }) {
    if (apiServer.private === true) return pass;
    const { authorizedRanges } = apiServer;
    const expected = 'a private API server, or your own ranges only';
    if (authorizedRanges.length === 0) {
      return fail([{ path: 'apiServer/authorizedRanges', found: 'no ranges, so everybody', expected }]);
    }
    return judgeRanges(authorizedRanges, 'apiServer/authorizedRanges', expected);
  },
});
