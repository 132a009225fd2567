import { databaseServerPrivate } from '#checks/network/azure/database-server-private.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const sql = (publicNetworkAccess: string) =>
  resource('microsoft.sql/servers', { network: known({ publicNetworkAccess, minimumTls: '1.2' }) });
const postgres = (publicNetworkAccess: string) =>
  resource('microsoft.dbforpostgresql/flexibleservers', {
    network: known({ publicNetworkAccess, delegatedSubnet: 'none' }),
  });

describeCheck(databaseServerPrivate, {
  pass: {
    'SQL server without a public endpoint': sql('Disabled'),
    'SQL server in a perimeter': sql('SecuredByPerimeter'),
    'PostgreSQL server in small letters': postgres('disabled'),
  },
  fail: {
    'SQL server with a public endpoint': [sql('Enabled'), ['network/publicNetworkAccess']],
    'PostgreSQL server with a public endpoint': [postgres('Enabled'), ['network/publicNetworkAccess']],
    'a word that nobody knows': [sql('Perhaps'), ['network/publicNetworkAccess']],
  },
  unknown: { 'not said': sql('unset') },
});
