import { vaultNetworkClosed } from '#checks/data/azure/vault-network-closed.ts';
import { describeCheck } from '#test/support/describe-check.ts';
import { networkAccessSituations } from './network-access-situations.ts';

describeCheck(vaultNetworkClosed, networkAccessSituations('microsoft.keyvault/vaults'));
