import { defineCheck } from '#model/check.ts';
import { judgeRanges } from '#model/exposure.ts';
import { fail, pass } from '#model/verdict.ts';

export const clusterEndpointPrivate = defineCheck({
  id: 'network.aws.cluster-endpoint-private',
  title: 'Cluster API endpoint is closed to the internet',
  finding: '{name} answers the Kubernetes API to the internet',
  consequence: 'A leaked kubeconfig or the next flaw of the API server can be used from anywhere.',
  severity: 'high',
  on: 'AWS::EKS::Cluster',
  reads: ['endpoint'],
  controls: { practice: ['K8S-1', 'NET-2'] },
  remediation:
    'aws eks update-cluster-config --name NAME --resources-vpc-config endpointPrivateAccess=true,endpointPublicAccess=false, or publicAccessCidrs with your own ranges. Verify: aws eks describe-cluster.',
  sources: ['https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html'],
  evaluate({ endpoint }) {
    if (!endpoint.public) return pass;
    const expected = 'no public endpoint, or your own ranges only';
    // Without ranges EKS admits everyone.
    if (endpoint.publicCidrs.length === 0) {
      return fail([{ path: 'endpoint/publicCidrs', found: 'none, which admits everyone', expected }]);
    }
    return judgeRanges(endpoint.publicCidrs, 'endpoint/publicCidrs', expected);
  },
});
