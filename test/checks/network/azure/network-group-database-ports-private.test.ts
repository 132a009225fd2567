import { networkGroupDatabasePortsPrivate } from '#checks/network/azure/network-group-database-ports-private.ts';
import { nsgRule } from '#test/support/builders/azure.ts';
import { networkGroup } from '#test/support/builders/groups.ts';
import { describeCheck } from '#test/support/describe-check.ts';

describeCheck(networkGroupDatabasePortsPrivate, {
  pass: {
    'https from anywhere': networkGroup(nsgRule(300, 'Internet', 443)),
    'postgres from a subnet': networkGroup(nsgRule(300, '10.0.1.0/24', 5432)),
    'ports on both sides of SQL Server': networkGroup(
      nsgRule(300, '*', [1430, 1432]),
      nsgRule(310, '*', [1434, 1520]),
    ),
  },
  fail: {
    'postgres from two halves': [
      networkGroup(nsgRule(200, '0.0.0.0/1', 5432, { sources: ['0.0.0.0/1', '128.0.0.0/1'] })),
      ['rules/r200'],
    ],
    'memcached over udp': [networkGroup(nsgRule(200, 'Any', 11211, { protocol: 'udp' })), ['rules/r200']],
  },
  unknown: { 'SQL Server from every data centre of Azure': networkGroup(nsgRule(100, 'AzureCloud', 1433)) },
});
