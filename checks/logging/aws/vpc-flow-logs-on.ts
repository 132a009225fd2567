import { defineCheck } from '#model/check.ts';
import { fail, pass } from '#model/verdict.ts';

export const vpcFlowLogsOn = defineCheck({
  id: 'logging.aws.vpc-flow-logs-on',
  title: 'VPC keeps flow logs',
  finding: '{name} keeps no record of its traffic',
  consequence: 'After an intrusion nobody can say what was reached, or where the data went.',
  severity: 'medium',
  on: 'AWS::EC2::VPC',
  reads: ['flowLogs'],
  controls: { 'cis-aws-3.0': ['3.7'], 'cis-aws-5.0': ['3.7'], practice: ['NET-4', 'OPS-1', 'CLD-1'] },
  remediation:
    'aws ec2 create-flow-logs --resource-type VPC --resource-ids ID --traffic-type ALL with a log group or bucket as destination. Where one fails, let its role or the policy of its bucket admit the delivery. Verify: aws ec2 describe-flow-logs shows DeliverLogsStatus SUCCESS.',
  sources: ['https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html'],
  evaluate({ flowLogs }) {
    if (flowLogs.some((log) => log.active)) return pass;
    const expected = 'one flow log of the VPC that delivers';
    if (flowLogs.length === 0) return fail([{ path: 'flowLogs', found: 'none', expected }]);
    return fail(
      flowLogs.map((log) => ({
        path: `flowLogs/${log.id}`,
        found: 'off, or its records do not arrive',
        expected,
      })),
    );
  },
});
