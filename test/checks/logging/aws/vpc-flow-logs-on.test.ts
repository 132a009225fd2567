import { vpcFlowLogsOn } from '#checks/logging/aws/vpc-flow-logs-on.ts';
import type { FlowLogFacts } from '#model/aws/network.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const log = (id: string, active: boolean): FlowLogFacts => ({
  id,
  resource: 'vpc-0bbb111122223333b',
  traffic: 'ALL',
  active,
  destination: 's3',
});

const vpc = (...flowLogs: readonly FlowLogFacts[]) =>
  resource('AWS::EC2::VPC', { flowLogs: known(flowLogs) });

describeCheck(vpcFlowLogsOn, {
  pass: {
    'one is active': vpc(log('fl-1', true)),
    'one of two is active': vpc(log('fl-1', false), log('fl-2', true)),
  },
  fail: {
    none: [vpc(), ['flowLogs']],
    'the only one stopped': [vpc(log('fl-1', false)), ['flowLogs/fl-1']],
  },
});
