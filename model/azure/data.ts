/**
 * What holds data in Azure. `unset` is a field that the cloud leaves out: what it stands for differs with the age of
 * the resource, so it is neither on nor off.
 */

export type Setting = boolean | 'unset';

export interface NetworkAccess {
  /** `Enabled`, `Disabled`, `SecuredByPerimeter`; `unset` where the cloud leaves it out. */
  readonly publicNetworkAccess: string;
  /** `Allow` or `Deny` for who is on no list; `unset` where the cloud leaves it out. */
  readonly defaultAction: string;
  readonly addresses: readonly string[];
  readonly subnets: readonly string[];
  /** Ids of single resources that are let in. */
  readonly resources: readonly string[];
  /** Which of Azure's own services pass the list, as the cloud writes it (`Logging, AzureServices`); `unset` as above. */
  readonly bypass: string;
}

export interface StorageAccount {
  readonly access: {
    /** Whether containers may be opened to everybody. */
    readonly anonymousBlobs: Setting;
    readonly sharedKeys: Setting;
    readonly crossTenantReplication: Setting;
  };
  readonly transport: { readonly httpsOnly: Setting; readonly minimumTls: string };
  readonly network: NetworkAccess;
  readonly encryption: { readonly keySource: string };
}

/** What the vault itself grants to one principal, where roles do not decide. */
export interface VaultPolicy {
  readonly tenant: string;
  readonly principal: string;
  /** The application that has to ask on the principal's behalf, or `none`. */
  readonly application: string;
  readonly keys: readonly string[];
  readonly secrets: readonly string[];
  readonly certificates: readonly string[];
  readonly storage: readonly string[];
}

export interface Vault {
  readonly protection: { readonly purgeProtection: Setting; readonly softDelete: Setting };
  readonly access: { readonly roleBased: Setting; readonly policies: readonly VaultPolicy[] };
  readonly network: NetworkAccess;
}

export interface SqlServer {
  readonly network: { readonly publicNetworkAccess: string; readonly minimumTls: string };
  readonly administrators: { readonly directoryOnly: Setting };
}

export interface PostgresServer {
  readonly network: { readonly publicNetworkAccess: string; readonly delegatedSubnet: string };
}

export interface WebSite {
  readonly settings: {
    readonly httpsOnly: Setting;
    readonly publicNetworkAccess: string;
    readonly clientCertificates: Setting;
    readonly state: string;
  };
}

export interface ContainerRegistry {
  readonly access: { readonly adminUser: Setting; readonly anonymousPull: Setting };
  readonly network: NetworkAccess;
}

export interface ManagedCluster {
  readonly apiServer: { readonly private: Setting; readonly authorizedRanges: readonly string[] };
  readonly access: {
    readonly localAccountsDisabled: Setting;
    readonly directory: boolean;
    readonly kubernetesRbac: Setting;
  };
  readonly network: { readonly policy: string; readonly plugin: string };
}
