import { defineCheck } from '#model/check.ts';
import { failIfAny } from '#model/verdict.ts';

export const clusterAuditLogsOn = defineCheck({
  id: 'logging.aws.cluster-audit-logs-on',
  title: 'Cluster keeps the audit log of its control plane',
  finding: '{name} keeps no audit log of its control plane',
  consequence: 'Nobody can say who read a secret, ran a shell or changed a role in the cluster.',
  severity: 'medium',
  on: 'AWS::EKS::Cluster',
  reads: ['logging'],
  controls: { practice: ['K8S-1', 'IAC-3', 'OPS-1'] },
  remediation:
    'aws eks update-cluster-config --name NAME with clusterLogging for api, audit and authenticator enabled. Verify: aws eks describe-cluster shows audit among the enabled types.',
  sources: ['https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html'],
  evaluate: ({ logging }) =>
    failIfAny(
      logging.includes('audit')
        ? []
        : [
            {
              path: 'logging',
              found: logging.length === 0 ? 'no control plane logs' : logging.join(', '),
              expected: 'audit among them',
            },
          ],
    ),
});
