import type {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import type { Io } from './io.ts';

export interface KmsOperations {
  'kms:DescribeKey': Io<DescribeKeyCommand>;
  'kms:GetKeyPolicy': Io<GetKeyPolicyCommand>;
  'kms:GetKeyRotationStatus': Io<GetKeyRotationStatusCommand>;
  'kms:ListKeys': Io<ListKeysCommand>;
}

export const kmsActions = {
  'kms:DescribeKey': true,
  'kms:GetKeyPolicy': true,
  'kms:GetKeyRotationStatus': true,
  'kms:ListKeys': true,
} satisfies Record<keyof KmsOperations, true>;
