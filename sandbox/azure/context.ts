/** What every answer of Azure's sandbox is made from, and who may read what. */

import type { CloudFaults, FaultedCall } from '../cloud-faults.ts';
import { actionCovers } from '../services/denials.ts';
import type { PageTokens } from '../services/page-tokens.ts';
import type { AzureEstate, AzureItem } from './estate.ts';
import type { AzureStrike } from './faults.ts';
import type { AzureReply } from './reply.ts';

export interface AzureContext {
  readonly estate: AzureEstate;
  readonly faults: CloudFaults<AzureItem>;
  readonly tokens: PageTokens;
  /** Rows of a page at most, below what the service allows; for tests of paging. */
  readonly pageLimit: number;
  readonly origin: () => string;
}

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly body: unknown;
}

export interface Routed extends Omit<FaultedCall, 'request'> {
  readonly handle: (strike: AzureStrike) => AzureReply;
}

/** May the sandbox's caller do this there? */
export const permits = ({ estate, faults }: AzureContext, action: string, account: string): boolean =>
  faults.denial(action, account) === undefined &&
  !estate.denials.some(
    (denial) => actionCovers(denial.action, action) && (denial.account === '*' || denial.account === account),
  );

export const readActionOf = (item: Pick<AzureItem, 'spelling'>): string => `${item.spelling}/read`;
