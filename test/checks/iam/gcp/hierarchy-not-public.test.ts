import { hierarchyNotPublic } from '#checks/iam/gcp/hierarchy-not-public.ts';
import { describeCheck } from '#test/support/describe-check.ts';
import { publicGrants } from '#test/support/public-grants.ts';

describeCheck(
  hierarchyNotPublic,
  publicGrants('cloudresourcemanager.googleapis.com/Project', 'roles/viewer'),
);
