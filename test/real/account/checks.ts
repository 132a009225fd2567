/** The checks that the two accounts are built for. */
import { checksOf } from '#test/support/cloud-checks.ts';

/** No twins are built for these: what a server of others says of them is not looked at here. */
const withoutTwins: ReadonlySet<string> = new Set([
  'data.aws.certificate-valid',
  'logging.aws.api-stage-access-logs',
  'logging.aws.audit-log-group-kept',
  'logging.aws.web-acl-logs',
  'network.aws.distribution-behind-web-acl',
  'network.aws.http-api-routes-authorized',
  'network.aws.rest-api-methods-authorized',
  'network.aws.web-acl-blocks',
]);

export const accountChecks = checksOf('aws').filter(({ id }) => !withoutTwins.has(id));
