import { hierarchyNotPublic } from '#checks/iam/gcp/hierarchy-not-public.ts';
import { describeCheck } from '#test/support/describe-check.ts';
import { publicGrants } from '#test/support/public-grants.ts';

const grants = publicGrants('cloudresourcemanager.googleapis.com/Project', 'roles/viewer');

describeCheck(hierarchyNotPublic, grants);
