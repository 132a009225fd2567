/** Kind of case → its adapter; a kind that the product does not answer yet is not claimed. */
import type { PlainAdapter } from '../contract.ts';
import { askActionable } from './actionable.ts';
import { askAlerting } from './alerting.ts';
import { askGraphPages, askNsg, askRbacOrStorage } from './azure.ts';
import { askBucket } from './bucket.ts';
import { askDenied, askPages, askRegion, askStale } from './collection.ts';
import { askDriftNoise } from './drift.ts';
import { askDuplicates } from './duplicates.ts';
import { askEffective } from './effective.ts';
import { askEscalation } from './escalation.ts';
import { askGcp } from './gcp.ts';
import { askNetwork } from './network.ts';
import { askOutput } from './output.ts';
import { askPolicy } from './policy.ts';
import { askRefused } from './refused.ts';
import { askScale } from './scale.ts';
import { askSecurityLake } from './security-lake.ts';

export const caseAdapters: ReadonlyMap<string, PlainAdapter> = new Map<string, PlainAdapter>([
  ['iam-action-match', askPolicy],
  ['iam-condition', askPolicy],
  ['iam-shape', askPolicy],
  ['iam-effective', askEffective],
  ['iam-escalation', askEscalation],
  ['public-resource-policy', askPolicy],
  ['s3-public', askBucket],
  ['s3-tls-deny', askBucket],
  ['aws-sg', askNetwork],
  ['aws-nacl-route', askNetwork],
  ['not-actionable', askActionable],
  ['partition-region', askRegion],
  ['stale-inventory', askStale],
  ['azure-nsg', askNsg],
  ['azure-rbac-storage', askRbacOrStorage],
  ['pagination-loss', (given) => (given.provider === 'azure' ? askGraphPages(given) : askPages(given))],
  ['denied-as-pass', (given) => (given.provider === 'aws' ? askDenied(given) : askRefused(given))],
  ['scale', askScale],
  ['alerting', askAlerting],
  ['output-ocsf-asff', askSecurityLake],
  ['drift-noise', askDriftNoise],
  ['duplicates', askDuplicates],
  ['output-csv-html', askOutput],
  ['gcp-firewall', askGcp],
  ['gcp-iam-storage', askGcp],
]);
