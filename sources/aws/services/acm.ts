import { ACMClient, ListCertificatesCommand } from '@aws-sdk/client-acm';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new ACMClient(settings) as unknown as SdkClient,
  commands: {
    ListCertificates: ListCertificatesCommand,
  },
} satisfies ServiceModule;
