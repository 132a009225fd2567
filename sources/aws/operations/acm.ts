import type { ListCertificatesCommand } from '@aws-sdk/client-acm';
import type { Io } from './io.ts';

export interface AcmOperations {
  'acm:ListCertificates': Io<ListCertificatesCommand>;
}

export const acmActions = {
  'acm:ListCertificates': true,
} satisfies Record<keyof AcmOperations, true>;
