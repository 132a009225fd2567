/** Source folder → its adapter; a source without one is counted, and nothing of it claimed. */
import { awsCloudsplaining } from './aws-cloudsplaining.ts';
import { awsConfigItems } from './aws-config-items.ts';
import { awsPathfindingCatalogue } from './aws-pathfinding-catalogue.ts';
import { awsPathfindingLabs } from './aws-pathfinding-labs.ts';
import { awsProwlerPolicies } from './aws-prowler-policies.ts';
import { azurePsrule } from './azure-psrule.ts';
import { c7nRecorded } from './c7n-recorded.ts';
import type { CorpusAdapter } from './contract.ts';
import { gcpPolicyLibrary } from './gcp-policy-library.ts';
import { iamSimulate } from './iam-simulate.ts';

export const corpusAdapters: ReadonlyMap<string, CorpusAdapter> = new Map([
  ['aws-cloudsplaining', awsCloudsplaining],
  ['aws-config-items', awsConfigItems],
  ['aws-pathfinding-catalogue', awsPathfindingCatalogue],
  ['aws-pathfinding-labs', awsPathfindingLabs],
  ['aws-prowler-policies', awsProwlerPolicies],
  ['azure-psrule', azurePsrule],
  ['c7n-recorded', c7nRecorded],
  ['gcp-policy-library', gcpPolicyLibrary],
  ['iam-simulate', iamSimulate],
]);
