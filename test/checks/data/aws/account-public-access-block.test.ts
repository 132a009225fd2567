import { accountPublicAccessBlock } from '#checks/data/aws/account-public-access-block.ts';
import type { PublicAccessBlock } from '#model/aws/identity.ts';
import { known } from '#model/reading.ts';
import { fullBlock } from '#test/support/builders/aws-identity.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const account = (publicAccessBlock: PublicAccessBlock) =>
  resource('AWS::::Account', { publicAccessBlock: known(publicAccessBlock) });

describeCheck(accountPublicAccessBlock, {
  pass: { 'all four on': account(fullBlock) },
  fail: {
    'never set': [account('none'), ['publicAccessBlock']],
    'three of four': [
      account({ ...fullBlock, restrictPublicBuckets: false }),
      ['publicAccessBlock/restrictPublicBuckets'],
    ],
    'set, and all off': [
      account({
        blockPublicAcls: false,
        ignorePublicAcls: false,
        blockPublicPolicy: false,
        restrictPublicBuckets: false,
      }),
      [
        'publicAccessBlock/blockPublicAcls',
        'publicAccessBlock/ignorePublicAcls',
        'publicAccessBlock/blockPublicPolicy',
        'publicAccessBlock/restrictPublicBuckets',
      ],
    ],
  },
});
