import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new KMSClient(settings) as unknown as SdkClient,
  commands: {
    DescribeKey: DescribeKeyCommand,
    GetKeyPolicy: GetKeyPolicyCommand,
    GetKeyRotationStatus: GetKeyRotationStatusCommand,
    ListKeys: ListKeysCommand,
  },
} satisfies ServiceModule;
