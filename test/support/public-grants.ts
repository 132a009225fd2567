import type { GcpKind } from '#model/gcp/kinds.ts';
import type { Binding } from '#model/gcp/policy.ts';
import { known } from '#model/reading.ts';
import { allows, gcpResource, grant } from './builders/gcp.ts';
import type { Situations } from './describe-check.ts';

/** Whom an allow policy lets in, for a check that anyone is too many for. @param role one that is granted there. */
export const publicGrants = (
  kind: GcpKind,
  role: string,
): Required<Omit<Situations, 'trust' | 'notApplicable'>> => {
  const policy = (...bindings: readonly Binding[]) =>
    gcpResource(kind, { iamPolicy: known(allows(...bindings)) });
  const anyone = (condition: string) => policy({ ...grant(role, 'allUsers'), condition });
  return {
    pass: {
      'nobody was granted anything': policy(),
      'a group of its own': policy(grant(role, 'group:staff@meridian.example')),
      'anyone, until a day that has passed': anyone('request.time < timestamp("2026-06-30T00:00:00Z")'),
    },
    fail: {
      'anyone at all': [policy(grant(role, 'allUsers')), [`iamPolicy/${role}/allUsers`]],
      'anyone with a Google account': [
        policy(grant(role, 'group:staff@meridian.example', 'allAuthenticatedUsers')),
        [`iamPolicy/${role}/allAuthenticatedUsers`],
      ],
      'anyone, in the newer spelling': [
        policy(grant(role, 'principalSet://goog/public:all')),
        [`iamPolicy/${role}/principalSet://goog/public:all`],
      ],
      'anyone, until a day to come': [
        anyone('request.time < timestamp("2027-06-30T00:00:00Z")'),
        [`iamPolicy/${role}/allUsers`],
      ],
    },
    unknown: {
      'anyone, under a condition that a request decides': anyone('resource.name.startsWith("x")'),
    },
  };
};
