import { secretNotPublic } from '#checks/data/gcp/secret-not-public.ts';
import type { Binding } from '#model/gcp/policy.ts';
import { known } from '#model/reading.ts';
import { allows, gcpResource, grant } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const policy = (...bindings: readonly Binding[]) =>
  gcpResource('secretmanager.googleapis.com/Secret', { iamPolicy: known(allows(...bindings)) });

describeCheck(secretNotPublic, {
  pass: {
    'nobody was granted anything': policy(),
    'a group of its own': policy(grant('roles/secretmanager.secretAccessor', 'group:staff@meridian.example')),
    'anyone, until a day that has passed': policy({
      ...grant('roles/secretmanager.secretAccessor', 'allUsers'),
      condition: 'request.time < timestamp("2026-06-30T00:00:00Z")',
    }),
  },
  fail: {
    'anyone at all': [
      policy(grant('roles/secretmanager.secretAccessor', 'allUsers')),
      ['iamPolicy/roles/secretmanager.secretAccessor/allUsers'],
    ],
    'anyone with a Google account': [
      policy(
        grant('roles/secretmanager.secretAccessor', 'group:staff@meridian.example', 'allAuthenticatedUsers'),
      ),
      ['iamPolicy/roles/secretmanager.secretAccessor/allAuthenticatedUsers'],
    ],
    'anyone, in the newer spelling': [
      policy(grant('roles/secretmanager.secretAccessor', 'principalSet://goog/public:all')),
      ['iamPolicy/roles/secretmanager.secretAccessor/principalSet://goog/public:all'],
    ],
    'anyone, until a day to come': [
      policy({
        ...grant('roles/secretmanager.secretAccessor', 'allUsers'),
        condition: 'request.time < timestamp("2027-06-30T00:00:00Z")',
      }),
      ['iamPolicy/roles/secretmanager.secretAccessor/allUsers'],
    ],
  },
  unknown: {
    'anyone, under a condition that a request decides': policy({
      ...grant('roles/secretmanager.secretAccessor', 'allUsers'),
      condition: 'resource.name.startsWith("x")',
    }),
  },
});
