import { hierarchyNotPublic } from '#checks/iam/gcp/hierarchy-not-public.ts';
import type { Binding } from '#model/gcp/policy.ts';
import { known } from '#model/reading.ts';
import { allows, gcpResource, grant } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const policy = (...bindings: readonly Binding[]) =>
  gcpResource('cloudresourcemanager.googleapis.com/Project', { iamPolicy: known(allows(...bindings)) });

describeCheck(hierarchyNotPublic, {
  pass: {
    'nobody was granted anything': policy(),
    'a group of its own': policy(grant('roles/viewer', 'group:staff@meridian.example')),
    'anyone, until a day that has passed': policy({
      ...grant('roles/viewer', 'allUsers'),
      condition: 'request.time < timestamp("2026-06-30T00:00:00Z")',
    }),
  },
  fail: {
    'anyone at all': [policy(grant('roles/viewer', 'allUsers')), ['iamPolicy/roles/viewer/allUsers']],
    'anyone with a Google account': [
      policy(grant('roles/viewer', 'group:staff@meridian.example', 'allAuthenticatedUsers')),
      ['iamPolicy/roles/viewer/allAuthenticatedUsers'],
    ],
    'anyone, in the newer spelling': [
      policy(grant('roles/viewer', 'principalSet://goog/public:all')),
      ['iamPolicy/roles/viewer/principalSet://goog/public:all'],
    ],
    'anyone, until a day to come': [
      policy({
        ...grant('roles/viewer', 'allUsers'),
        condition: 'request.time < timestamp("2027-06-30T00:00:00Z")',
      }),
      ['iamPolicy/roles/viewer/allUsers'],
    ],
  },
  unknown: {
    'anyone, under a condition that a request decides': policy({
      ...grant('roles/viewer', 'allUsers'),
      condition: 'resource.name.startsWith("x")',
    }),
  },
});
