import { keyNotPublic } from '#checks/data/gcp/key-not-public.ts';
import type { Binding } from '#model/gcp/policy.ts';
import { known } from '#model/reading.ts';
import { allows, gcpResource, grant } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const policy = (...bindings: readonly Binding[]) =>
  gcpResource('cloudkms.googleapis.com/CryptoKey', { iamPolicy: known(allows(...bindings)) });

describeCheck(keyNotPublic, {
  pass: {
    'nobody was granted anything': policy(),
    'a group of its own': policy(grant('roles/cloudkms.cryptoKeyDecrypter', 'group:staff@meridian.example')),
    'anyone, until a day that has passed': policy({
      ...grant('roles/cloudkms.cryptoKeyDecrypter', 'allUsers'),
      condition: 'request.time < timestamp("2026-06-30T00:00:00Z")',
    }),
  },
  fail: {
    'anyone at all': [
      policy(grant('roles/cloudkms.cryptoKeyDecrypter', 'allUsers')),
      ['iamPolicy/roles/cloudkms.cryptoKeyDecrypter/allUsers'],
    ],
    'anyone with a Google account': [
      policy(
        grant('roles/cloudkms.cryptoKeyDecrypter', 'group:staff@meridian.example', 'allAuthenticatedUsers'),
      ),
      ['iamPolicy/roles/cloudkms.cryptoKeyDecrypter/allAuthenticatedUsers'],
    ],
    'anyone, in the newer spelling': [
      policy(grant('roles/cloudkms.cryptoKeyDecrypter', 'principalSet://goog/public:all')),
      ['iamPolicy/roles/cloudkms.cryptoKeyDecrypter/principalSet://goog/public:all'],
    ],
    'anyone, until a day to come': [
      policy({
        ...grant('roles/cloudkms.cryptoKeyDecrypter', 'allUsers'),
        condition: 'request.time < timestamp("2027-06-30T00:00:00Z")',
      }),
      ['iamPolicy/roles/cloudkms.cryptoKeyDecrypter/allUsers'],
    ],
  },
  unknown: {
    'anyone, under a condition that a request decides': policy({
      ...grant('roles/cloudkms.cryptoKeyDecrypter', 'allUsers'),
      condition: 'resource.name.startsWith("x")',
    }),
  },
});
