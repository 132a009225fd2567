import { clusterAuditLogsOn } from '#checks/logging/aws/cluster-audit-logs-on.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const cluster = (...logging: readonly string[]) => resource('AWS::EKS::Cluster', { logging: known(logging) });

describeCheck(clusterAuditLogsOn, {
  pass: { 'audit only': cluster('audit'), 'all types': cluster('api', 'audit', 'scheduler') },
  fail: { none: [cluster(), ['logging']], 'all but audit': [cluster('api', 'scheduler'), ['logging']] },
});
