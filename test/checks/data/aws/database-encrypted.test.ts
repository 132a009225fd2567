import { databaseEncrypted } from '#checks/data/aws/database-encrypted.ts';
import { known } from '#model/reading.ts';
import { healthyParts, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const { settings } = healthyParts['AWS::RDS::DBInstance'];
const instance = (encrypted: boolean, engine = 'postgres') =>
  resource('AWS::RDS::DBInstance', { settings: known({ ...settings, encrypted, engine }) });
const cluster = (encrypted: boolean) =>
  resource('AWS::RDS::DBCluster', {
    settings: known({ ...settings, encrypted, engine: 'aurora-postgresql' }),
  });

describeCheck(databaseEncrypted, {
  pass: { 'encrypted instance': instance(true), 'encrypted cluster': cluster(true) },
  fail: {
    'unencrypted instance': [instance(false), ['settings/encrypted']],
    'unencrypted Aurora cluster': [cluster(false), ['settings/encrypted']],
  },
  notApplicable: {
    'Aurora instance, whose cluster holds the storage': instance(false, 'aurora-mysql'),
    'DocumentDB instance, recorded as RDS': instance(false, 'docdb'),
  },
});
