/** Every operation that the sandbox speaks, by service. */
import type { Service } from '#sandbox/protocol/profiles.ts';
import { accountOperations } from './account.ts';
import { selectAggregateResourceConfig, selectResourceConfig } from './config-query.ts';
import { configStatusOperations } from './config-status.ts';
import { directOperations } from './direct/operations.ts';
import { iamAccountOperations } from './iam-account.ts';
import { getAuthorizationDetails } from './iam-authorization.ts';
import { organizationsOperations } from './organizations.ts';
import type { Handler } from './service.ts';
import { stsOperations } from './sts.ts';

export const operations: Readonly<Record<Service, Readonly<Record<string, Handler>>>> = {
  sts: stsOperations,
  iam: { GetAccountAuthorizationDetails: getAuthorizationDetails, ...iamAccountOperations },
  config: {
    SelectResourceConfig: selectResourceConfig,
    SelectAggregateResourceConfig: selectAggregateResourceConfig,
    ...configStatusOperations,
  },
  organizations: organizationsOperations,
  account: accountOperations,
  ...directOperations,
};
