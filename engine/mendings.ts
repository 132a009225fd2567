/** The documents that give what a scan lacked, ready to be pasted, and whom each is for. */
import { azureRole } from './azure-permissions.ts';
import { gcpRole } from './gcp-permissions.ts';
import type { MissingPermissions } from './missing-permissions.ts';

export interface Mending {
  /** A phrase: "role reader in 2 accounts: 111122223333, 222233334444"; ids as the cloud wrote them. */
  readonly for: string;
  /** A policy of AWS or a role of Azure as JSON, a role of Google Cloud as YAML; ends with a newline. */
  readonly document: string;
}

export const mendingsOf = ({ policies, azure, gcp }: MissingPermissions): readonly Mending[] => [
  ...policies.map(({ attachTo, accounts, policy }) => ({
    for: `${attachTo}${placesOf(accounts)}`,
    document: `${JSON.stringify(policy, undefined, 2)}\n`,
  })),
  ...(azure.actions.length === 0
    ? []
    : [
        {
          for: `what scans Azure, in ${azure.scopes.join(', ')}`,
          document: `${JSON.stringify(azureRole(azure.actions, azure.scopes), undefined, 2)}\n`,
        },
      ]),
  ...(gcp.actions.length === 0
    ? []
    : [
        {
          for: `what scans Google Cloud, in ${gcp.accounts.length === 0 ? 'the scanned parents' : gcp.accounts.join(', ')}`,
          document: gcpRole(gcp.actions),
        },
      ]),
];

const placesOf = (accounts: readonly string[]): string => {
  if (accounts.length === 0) return '';
  return ` in ${accounts.length === 1 ? '1 account' : `${accounts.length} accounts`}: ${accounts.join(', ')}`;
};
