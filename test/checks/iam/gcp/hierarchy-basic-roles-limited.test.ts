import { hierarchyBasicRolesLimited } from '#checks/iam/gcp/hierarchy-basic-roles-limited.ts';
import type { Binding } from '#model/gcp/policy.ts';
import { known } from '#model/reading.ts';
import { allows, gcpResource, grant } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const project = (...bindings: readonly Binding[]) =>
  gcpResource('cloudresourcemanager.googleapis.com/Project', { iamPolicy: known(allows(...bindings)) });
const ended = 'request.time < timestamp("2026-06-30T00:00:00Z")';

describeCheck(hierarchyBasicRolesLimited, {
  pass: {
    'a group owns it': project(grant('roles/owner', 'group:leads@meridian.example')),
    'a service account with a role for its work': project(
      grant('roles/storage.objectViewer', 'serviceAccount:app@p.iam.gserviceaccount.com'),
    ),
    'an editor that is gone': project(
      grant('roles/editor', 'deleted:serviceAccount:old@p.iam.gserviceaccount.com?uid=123'),
    ),
    "Google's own agent": project(
      grant('roles/editor', 'serviceAccount:100000000001@cloudservices.gserviceaccount.com'),
    ),
    'a service account whose time is over': project({
      ...grant('roles/editor', 'serviceAccount:app@p.iam.gserviceaccount.com'),
      condition: ended,
    }),
  },
  fail: {
    'the default account as editor': [
      project(grant('roles/editor', 'serviceAccount:1-compute@developer.gserviceaccount.com')),
      ['iamPolicy/roles/editor/serviceAccount:1-compute@developer.gserviceaccount.com'],
    ],
    'a private account as owner': [
      project(grant('roles/owner', 'group:leads@meridian.example', 'user:someone@gmail.com')),
      ['iamPolicy/roles/owner/user:someone@gmail.com'],
    ],
    'anyone as editor': [
      project(grant('roles/editor', 'allAuthenticatedUsers')),
      ['iamPolicy/roles/editor/allAuthenticatedUsers'],
    ],
  },
  unknown: {
    'a service account under a condition on the resource': project({
      ...grant('roles/editor', 'serviceAccount:app@p.iam.gserviceaccount.com'),
      condition: 'resource.type == "x"',
    }),
  },
});
