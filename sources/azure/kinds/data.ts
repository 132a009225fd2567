import type { VaultPolicy } from '#model/azure/data.ts';
import type { Node } from '#sources/fields.ts';
import { part } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';
import { idAt, networkAccess, settingAt } from './references.ts';

export const storageAccount: Normaliser<'microsoft.storage/storageaccounts'> = ({ properties }) => ({
  access: part(() => ({
    anonymousBlobs: settingAt(properties, 'allowBlobPublicAccess'),
    sharedKeys: settingAt(properties, 'allowSharedKeyAccess'),
    crossTenantReplication: settingAt(properties, 'allowCrossTenantReplication'),
  })),
  transport: part(() => ({
    httpsOnly: settingAt(properties, 'supportsHttpsTrafficOnly'),
    minimumTls: properties.textOr('unset', 'minimumTlsVersion'),
  })),
  network: part(() => networkAccess(properties, 'networkAcls')),
  encryption: part(() => ({
    keySource: properties.nodeOr('encryption')?.textOr('unset', 'keySource') ?? 'unset',
  })),
});

export const vault: Normaliser<'microsoft.keyvault/vaults'> = ({ properties }) => ({
  protection: part(() => ({
    purgeProtection: settingAt(properties, 'enablePurgeProtection'),
    softDelete: settingAt(properties, 'enableSoftDelete'),
  })),
  access: part(() => ({
    roleBased: settingAt(properties, 'enableRbacAuthorization'),
    policies: properties.nodesOr('accessPolicies').map(vaultPolicy),
  })),
  network: part(() => networkAccess(properties, 'networkAcls')),
});

const vaultPolicy = (policy: Node): VaultPolicy => {
  const permissions = policy.nodeOr('permissions');
  const words = (name: string): readonly string[] => permissions?.textsOr(name) ?? [];
  return {
    tenant: policy.textOr('unset', 'tenantId'),
    principal: policy.textOr('unset', 'objectId'),
    application: policy.textOr('none', 'applicationId'),
    keys: words('keys'),
    secrets: words('secrets'),
    certificates: words('certificates'),
    storage: words('storage'),
  };
};

export const sqlServer: Normaliser<'microsoft.sql/servers'> = ({ properties }) => ({
  network: part(() => ({
    publicNetworkAccess: properties.textOr('unset', 'publicNetworkAccess'),
    minimumTls: properties.textOr('unset', 'minimalTlsVersion'),
  })),
  administrators: part(() => {
    const administrators = properties.nodeOr('administrators');
    return {
      directoryOnly:
        administrators === undefined ? 'unset' : settingAt(administrators, 'azureADOnlyAuthentication'),
    };
  }),
});

export const postgresServer: Normaliser<'microsoft.dbforpostgresql/flexibleservers'> = ({ properties }) => ({
  network: part(() => {
    const network = properties.nodeOr('network');
    return {
      publicNetworkAccess: network?.textOr('unset', 'publicNetworkAccess') ?? 'unset',
      delegatedSubnet: network?.textOr('none', 'delegatedSubnetResourceId') ?? 'none',
    };
  }),
});

export const webSite: Normaliser<'microsoft.web/sites'> = ({ properties }) => ({
  settings: part(() => ({
    httpsOnly: settingAt(properties, 'httpsOnly'),
    publicNetworkAccess: properties.textOr('unset', 'publicNetworkAccess'),
    clientCertificates: settingAt(properties, 'clientCertEnabled'),
    state: properties.textOr('unset', 'state'),
  })),
});

export const registry: Normaliser<'microsoft.containerregistry/registries'> = ({ properties }) => ({
  access: part(() => ({
    adminUser: settingAt(properties, 'adminUserEnabled'),
    anonymousPull: settingAt(properties, 'anonymousPullEnabled'),
  })),
  network: part(() => networkAccess(properties, 'networkRuleSet')),
});

export const managedCluster: Normaliser<'microsoft.containerservice/managedclusters'> = ({ properties }) => ({
  apiServer: part(() => {
    // Left out as a whole on clusters for which nothing of it was ever set: public, and open to everybody.
    const profile = properties.nodeOr('apiServerAccessProfile');
    return {
      private: profile?.flagOr(false, 'enablePrivateCluster') ?? false,
      // The API's versions differ in the letter case of this one.
      authorizedRanges: profile?.textsOr('authorizedIPRanges', 'authorizedIpRanges') ?? [],
    };
  }),
  access: part(() => ({
    localAccountsDisabled: settingAt(properties, 'disableLocalAccounts'),
    directory: properties.nodeOr('aadProfile') !== undefined,
    kubernetesRbac: settingAt(properties, 'enableRBAC'),
  })),
  network: part(() => ({
    policy: properties.nodeOr('networkProfile')?.textOr('none', 'networkPolicy') ?? 'none',
    plugin: properties.nodeOr('networkProfile')?.textOr('unset', 'networkPlugin') ?? 'unset',
  })),
});

export const managedIdentity: Normaliser<'microsoft.managedidentity/userassignedidentities'> = ({
  properties,
}) => ({
  settings: part(() => ({
    principal: properties.text('principalId'),
    client: properties.text('clientId'),
  })),
});

export const policyAssignment: Normaliser<'microsoft.authorization/policyassignments'> = ({
  properties,
}) => ({
  settings: part(() => ({
    definition: properties.text('policyDefinitionId'),
    scope: properties.textOr('unset', 'scope'),
    enforcement: properties.textOr('Default', 'enforcementMode'),
  })),
});

export const managementGroup: Normaliser<'microsoft.management/managementgroups'> = ({ properties }) => ({
  settings: part(() => {
    const details = properties.nodeOr('details');
    return {
      displayName: properties.textOr('', 'displayName'),
      parent: details === undefined ? 'none' : idAt(details, 'parent'),
    };
  }),
});
