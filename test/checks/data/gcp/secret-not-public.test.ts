import { secretNotPublic } from '#checks/data/gcp/secret-not-public.ts';
import { describeCheck } from '#test/support/describe-check.ts';
import { publicGrants } from '#test/support/public-grants.ts';

const grants = publicGrants('secretmanager.googleapis.com/Secret', 'roles/secretmanager.secretAccessor');

describeCheck(secretNotPublic, grants);
