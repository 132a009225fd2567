import type {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Io } from './io.ts';

export interface ElasticloadbalancingOperations {
  'elasticloadbalancing:DescribeListeners': Io<DescribeListenersCommand>;
  'elasticloadbalancing:DescribeLoadBalancers': Io<DescribeLoadBalancersCommand>;
}

export const elasticloadbalancingActions = {
  'elasticloadbalancing:DescribeListeners': true,
  'elasticloadbalancing:DescribeLoadBalancers': true,
} satisfies Record<keyof ElasticloadbalancingOperations, true>;
