import { functionNotPublic } from '#checks/data/gcp/function-not-public.ts';
import type { Binding } from '#model/gcp/policy.ts';
import { known } from '#model/reading.ts';
import { allows, gcpResource, grant } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const policy = (...bindings: readonly Binding[]) =>
  gcpResource('run.googleapis.com/Service', { iamPolicy: known(allows(...bindings)) });

describeCheck(functionNotPublic, {
  pass: {
    'nobody was granted anything': policy(),
    'a group of its own': policy(grant('roles/run.invoker', 'group:staff@meridian.example')),
    'anyone, until a day that has passed': policy({
      ...grant('roles/run.invoker', 'allUsers'),
      condition: 'request.time < timestamp("2026-06-30T00:00:00Z")',
    }),
  },
  fail: {
    'a service that checks nobody': [
      gcpResource('run.googleapis.com/Service', {
        settings: known({ account: 'none', ingress: 'all', checksInvoker: false }),
      }),
      ['settings/checksInvoker'],
    ],
    'anyone at all': [
      policy(grant('roles/run.invoker', 'allUsers')),
      ['iamPolicy/roles/run.invoker/allUsers'],
    ],
    'anyone with a Google account': [
      policy(grant('roles/run.invoker', 'group:staff@meridian.example', 'allAuthenticatedUsers')),
      ['iamPolicy/roles/run.invoker/allAuthenticatedUsers'],
    ],
    'anyone, in the newer spelling': [
      policy(grant('roles/run.invoker', 'principalSet://goog/public:all')),
      ['iamPolicy/roles/run.invoker/principalSet://goog/public:all'],
    ],
    'anyone, until a day to come': [
      policy({
        ...grant('roles/run.invoker', 'allUsers'),
        condition: 'request.time < timestamp("2027-06-30T00:00:00Z")',
      }),
      ['iamPolicy/roles/run.invoker/allUsers'],
    ],
  },
  unknown: {
    'anyone, under a condition that a request decides': policy({
      ...grant('roles/run.invoker', 'allUsers'),
      condition: 'resource.name.startsWith("x")',
    }),
  },
});
