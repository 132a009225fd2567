import {
  ConfigServiceClient,
  DescribeConfigurationAggregatorSourcesStatusCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  GetAggregateDiscoveredResourceCountsCommand,
  GetDiscoveredResourceCountsCommand,
  SelectAggregateResourceConfigCommand,
  SelectResourceConfigCommand,
} from '@aws-sdk/client-config-service';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new ConfigServiceClient(settings) as unknown as SdkClient,
  commands: {
    DescribeConfigurationAggregatorSourcesStatus: DescribeConfigurationAggregatorSourcesStatusCommand,
    DescribeConfigurationRecorders: DescribeConfigurationRecordersCommand,
    DescribeConfigurationRecorderStatus: DescribeConfigurationRecorderStatusCommand,
    GetAggregateDiscoveredResourceCounts: GetAggregateDiscoveredResourceCountsCommand,
    GetDiscoveredResourceCounts: GetDiscoveredResourceCountsCommand,
    SelectAggregateResourceConfig: SelectAggregateResourceConfigCommand,
    SelectResourceConfig: SelectResourceConfigCommand,
  },
} satisfies ServiceModule;
