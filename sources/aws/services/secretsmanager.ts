import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new SecretsManagerClient(settings) as unknown as SdkClient,
  commands: {
    ListSecrets: ListSecretsCommand,
  },
} satisfies ServiceModule;
