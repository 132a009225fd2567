import { functionNotPublic } from '#checks/data/gcp/function-not-public.ts';
import { known } from '#model/reading.ts';
import { gcpResource } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';
import { publicGrants } from '#test/support/public-grants.ts';

const kind = 'run.googleapis.com/Service';
const grants = publicGrants(kind, 'roles/run.invoker');

describeCheck(functionNotPublic, {
  ...grants,
  fail: {
    ...grants.fail,
    'a service that checks nobody': [
      gcpResource(kind, {
        settings: known({ account: 'none', ingress: 'all', checksInvoker: false }),
      }),
      ['settings/checksInvoker'],
    ],
  },
});
