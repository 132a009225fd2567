import type { S3ControlClientConfig } from '@aws-sdk/client-s3-control';
import { GetPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import type { ClientSettings, SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new S3ControlClient({ ...settings, ...ownEndpoint(settings) }) as unknown as SdkClient,
  commands: {
    GetPublicAccessBlock: GetPublicAccessBlockCommand,
  },
} satisfies ServiceModule;

/**
 * The SDK's rules put the account's number before the name of any host (`disableHostPrefix` does not reach them), which
 * a custom endpoint need not answer to and an address can't be; the account is named in a header as well.
 */
const ownEndpoint = ({ endpoint }: ClientSettings): Pick<S3ControlClientConfig, 'endpointProvider'> => {
  if (endpoint === undefined) return {};
  const url = new URL(endpoint);
  return { endpointProvider: () => ({ url }) };
};
