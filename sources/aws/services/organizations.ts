import {
  ListAccountsCommand,
  ListDelegatedAdministratorsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new OrganizationsClient(settings) as unknown as SdkClient,
  commands: {
    ListAccounts: ListAccountsCommand,
    ListDelegatedAdministrators: ListDelegatedAdministratorsCommand,
  },
} satisfies ServiceModule;
