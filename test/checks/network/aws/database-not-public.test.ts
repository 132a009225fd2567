import { databaseNotPublic } from '#checks/network/aws/database-not-public.ts';
import { known } from '#model/reading.ts';
import { healthyParts, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const { settings } = healthyParts['AWS::RDS::DBInstance'];
const database = (publiclyAccessible: boolean, encrypted = true) =>
  resource('AWS::RDS::DBInstance', { settings: known({ ...settings, publiclyAccessible, encrypted }) });

describeCheck(databaseNotPublic, {
  pass: {
    'address inside the VPC only': database(false),
    'unencrypted, which is another question': database(false, false),
  },
  fail: { 'public address': [database(true), ['settings/publiclyAccessible']] },
});
