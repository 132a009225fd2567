import { serviceAccountNotPublic } from '#checks/iam/gcp/service-account-not-public.ts';
import type { Binding } from '#model/gcp/policy.ts';
import { known } from '#model/reading.ts';
import { allows, gcpResource, grant } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const policy = (...bindings: readonly Binding[]) =>
  gcpResource('iam.googleapis.com/ServiceAccount', { iamPolicy: known(allows(...bindings)) });

describeCheck(serviceAccountNotPublic, {
  pass: {
    'nobody was granted anything': policy(),
    'a group of its own': policy(
      grant('roles/iam.serviceAccountTokenCreator', 'group:staff@meridian.example'),
    ),
    'anyone, until a day that has passed': policy({
      ...grant('roles/iam.serviceAccountTokenCreator', 'allUsers'),
      condition: 'request.time < timestamp("2026-06-30T00:00:00Z")',
    }),
  },
  fail: {
    'anyone at all': [
      policy(grant('roles/iam.serviceAccountTokenCreator', 'allUsers')),
      ['iamPolicy/roles/iam.serviceAccountTokenCreator/allUsers'],
    ],
    'anyone with a Google account': [
      policy(
        grant(
          'roles/iam.serviceAccountTokenCreator',
          'group:staff@meridian.example',
          'allAuthenticatedUsers',
        ),
      ),
      ['iamPolicy/roles/iam.serviceAccountTokenCreator/allAuthenticatedUsers'],
    ],
    'anyone, in the newer spelling': [
      policy(grant('roles/iam.serviceAccountTokenCreator', 'principalSet://goog/public:all')),
      ['iamPolicy/roles/iam.serviceAccountTokenCreator/principalSet://goog/public:all'],
    ],
    'anyone, until a day to come': [
      policy({
        ...grant('roles/iam.serviceAccountTokenCreator', 'allUsers'),
        condition: 'request.time < timestamp("2027-06-30T00:00:00Z")',
      }),
      ['iamPolicy/roles/iam.serviceAccountTokenCreator/allUsers'],
    ],
  },
  unknown: {
    'anyone, under a condition that a request decides': policy({
      ...grant('roles/iam.serviceAccountTokenCreator', 'allUsers'),
      condition: 'resource.name.startsWith("x")',
    }),
  },
});
