import { databaseRequiresTls } from '#checks/data/gcp/database-requires-tls.ts';
import { known } from '#model/reading.ts';
import { gcpResource, healthyGcp } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const kind = 'sqladmin.googleapis.com/Instance';
const build = (differs: Partial<(typeof healthyGcp)[typeof kind]['settings']>) =>
  gcpResource(kind, { settings: known({ ...healthyGcp[kind].settings, ...differs }) });

describeCheck(databaseRequiresTls, {
  pass: {
    'encrypted only': build({}),
    'with a certificate of the client': build({ sslMode: 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED' }),
  },
  fail: {
    'both kinds of connection': [build({ sslMode: 'ALLOW_UNENCRYPTED_AND_ENCRYPTED' }), ['settings/sslMode']],
    'a mode that nobody knows': [build({ sslMode: 'NEW' }), ['settings/sslMode']],
  },
});
