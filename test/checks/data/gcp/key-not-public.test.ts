import { keyNotPublic } from '#checks/data/gcp/key-not-public.ts';
import { describeCheck } from '#test/support/describe-check.ts';
import { publicGrants } from '#test/support/public-grants.ts';

const grants = publicGrants('cloudkms.googleapis.com/CryptoKey', 'roles/cloudkms.cryptoKeyDecrypter');

describeCheck(keyNotPublic, grants);
