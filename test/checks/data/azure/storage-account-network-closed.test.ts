import { storageAccountNetworkClosed } from '#checks/data/azure/storage-account-network-closed.ts';
import { describeCheck } from '#test/support/describe-check.ts';
import { networkAccessSituations } from './network-access-situations.ts';

describeCheck(storageAccountNetworkClosed, networkAccessSituations('microsoft.storage/storageaccounts'));
