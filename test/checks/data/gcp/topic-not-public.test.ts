import { topicNotPublic } from '#checks/data/gcp/topic-not-public.ts';
import { describeCheck } from '#test/support/describe-check.ts';
import { publicGrants } from '#test/support/public-grants.ts';

const grants = publicGrants('pubsub.googleapis.com/Topic', 'roles/pubsub.publisher');

describeCheck(topicNotPublic, grants);
