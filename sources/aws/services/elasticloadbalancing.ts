import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new ElasticLoadBalancingV2Client(settings) as unknown as SdkClient,
  commands: {
    DescribeListeners: DescribeListenersCommand,
    DescribeLoadBalancers: DescribeLoadBalancersCommand,
  },
} satisfies ServiceModule;
