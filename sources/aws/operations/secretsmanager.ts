import type { ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import type { Io } from './io.ts';

export interface SecretsmanagerOperations {
  'secretsmanager:ListSecrets': Io<ListSecretsCommand>;
}

export const secretsmanagerActions = {
  'secretsmanager:ListSecrets': true,
} satisfies Record<keyof SecretsmanagerOperations, true>;
