import { networkGroupDatabasePortsPrivate } from '#checks/network/azure/network-group-database-ports-private.ts';
import type { NsgRule } from '#model/azure/network.ts';
import { known } from '#model/reading.ts';
import { defaultNsgRules, nsgRule } from '#test/support/builders/azure.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const group = (...rules: readonly NsgRule[]) =>
  resource('microsoft.network/networksecuritygroups', { rules: known([...rules, ...defaultNsgRules]) });

describeCheck(networkGroupDatabasePortsPrivate, {
  pass: {
    'https from anywhere': group(nsgRule(300, 'Internet', 443)),
    'postgres from a subnet': group(nsgRule(300, '10.0.1.0/24', 5432)),
    'ports on both sides of SQL Server': group(
      nsgRule(300, '*', [1430, 1432]),
      nsgRule(310, '*', [1434, 1520]),
    ),
  },
  fail: {
    'postgres from two halves': [
      group(nsgRule(200, '0.0.0.0/1', 5432, { sources: ['0.0.0.0/1', '128.0.0.0/1'] })),
      ['rules/r200'],
    ],
    'memcached over udp': [group(nsgRule(200, 'Any', 11211, { protocol: 'udp' })), ['rules/r200']],
  },
  unknown: { 'SQL Server from a service tag': group(nsgRule(100, 'Sql', 1433)) },
});
