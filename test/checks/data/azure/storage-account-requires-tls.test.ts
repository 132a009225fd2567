import { storageAccountRequiresTls } from '#checks/data/azure/storage-account-requires-tls.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const account = (httpsOnly: boolean | 'unset', minimumTls: string) =>
  resource('microsoft.storage/storageaccounts', { transport: known({ httpsOnly, minimumTls }) });

describeCheck(storageAccountRequiresTls, {
  pass: {
    'https with TLS 1.2': account(true, 'TLS1_2'),
    'https with TLS 1.3': account(true, 'TLS1_3'),
  },
  fail: {
    'plain http': [account(false, 'TLS1_2'), ['transport/httpsOnly']],
    'TLS 1.0': [account(true, 'TLS1_0'), ['transport/minimumTls']],
    'version never set, which stands for 1.0': [account(true, 'unset'), ['transport/minimumTls']],
    'plain http, the version never set': [
      account(false, 'unset'),
      ['transport/httpsOnly', 'transport/minimumTls'],
    ],
    both: [account(false, 'TLS1_1'), ['transport/httpsOnly', 'transport/minimumTls']],
  },
  unknown: {
    'https never set': account('unset', 'TLS1_2'),
  },
});
