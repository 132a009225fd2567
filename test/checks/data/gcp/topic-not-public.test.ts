import { topicNotPublic } from '#checks/data/gcp/topic-not-public.ts';
import type { Binding } from '#model/gcp/policy.ts';
import { known } from '#model/reading.ts';
import { allows, gcpResource, grant } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const policy = (...bindings: readonly Binding[]) =>
  gcpResource('pubsub.googleapis.com/Topic', { iamPolicy: known(allows(...bindings)) });

describeCheck(topicNotPublic, {
  pass: {
    'nobody was granted anything': policy(),
    'a group of its own': policy(grant('roles/pubsub.publisher', 'group:staff@meridian.example')),
    'anyone, until a day that has passed': policy({
      ...grant('roles/pubsub.publisher', 'allUsers'),
      condition: 'request.time < timestamp("2026-06-30T00:00:00Z")',
    }),
  },
  fail: {
    'anyone at all': [
      policy(grant('roles/pubsub.publisher', 'allUsers')),
      ['iamPolicy/roles/pubsub.publisher/allUsers'],
    ],
    'anyone with a Google account': [
      policy(grant('roles/pubsub.publisher', 'group:staff@meridian.example', 'allAuthenticatedUsers')),
      ['iamPolicy/roles/pubsub.publisher/allAuthenticatedUsers'],
    ],
    'anyone, in the newer spelling': [
      policy(grant('roles/pubsub.publisher', 'principalSet://goog/public:all')),
      ['iamPolicy/roles/pubsub.publisher/principalSet://goog/public:all'],
    ],
    'anyone, until a day to come': [
      policy({
        ...grant('roles/pubsub.publisher', 'allUsers'),
        condition: 'request.time < timestamp("2027-06-30T00:00:00Z")',
      }),
      ['iamPolicy/roles/pubsub.publisher/allUsers'],
    ],
  },
  unknown: {
    'anyone, under a condition that a request decides': policy({
      ...grant('roles/pubsub.publisher', 'allUsers'),
      condition: 'resource.name.startsWith("x")',
    }),
  },
});
