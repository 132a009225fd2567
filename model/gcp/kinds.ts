/** The kinds of Google Cloud, by their name in Cloud Asset Inventory, and the permission that each part is read by. */
import type * as data from './data.ts';
import type * as identity from './identity.ts';
import type * as network from './network.ts';

export interface GcpResourceMap {
  'cloudresourcemanager.googleapis.com/Organization': identity.Organization;
  'cloudresourcemanager.googleapis.com/Folder': identity.Folder;
  'cloudresourcemanager.googleapis.com/Project': identity.Project;
  'iam.googleapis.com/ServiceAccount': identity.ServiceAccount;
  'iam.googleapis.com/ServiceAccountKey': identity.ServiceAccountKey;
  'iam.googleapis.com/Role': identity.CustomRole;
  'compute.googleapis.com/Network': network.Network;
  'compute.googleapis.com/Subnetwork': network.Subnetwork;
  'compute.googleapis.com/Firewall': network.Firewall;
  'compute.googleapis.com/FirewallPolicy': network.FirewallPolicy;
  'compute.googleapis.com/Route': network.Route;
  'compute.googleapis.com/Router': network.Router;
  'compute.googleapis.com/Instance': network.Instance;
  'compute.googleapis.com/Address': network.Address;
  'compute.googleapis.com/ForwardingRule': network.ForwardingRule;
  'compute.googleapis.com/GlobalForwardingRule': network.ForwardingRule;
  'storage.googleapis.com/Bucket': data.Bucket;
  'cloudkms.googleapis.com/CryptoKey': data.CryptoKey;
  'sqladmin.googleapis.com/Instance': data.SqlInstance;
  'cloudfunctions.googleapis.com/CloudFunction': data.Function;
  'cloudfunctions.googleapis.com/Function': data.Function;
  'run.googleapis.com/Service': data.Function;
  'logging.googleapis.com/LogSink': data.LogSink;
  'logging.googleapis.com/LogBucket': data.LogBucket;
  'artifactregistry.googleapis.com/Repository': data.Shared;
  'pubsub.googleapis.com/Topic': data.Shared;
  'secretmanager.googleapis.com/Secret': data.Shared;
  'bigquery.googleapis.com/Dataset': data.Dataset;
  'container.googleapis.com/Cluster': data.Cluster;
  'container.googleapis.com/NodePool': data.NodePool;
}

export type GcpKind = keyof GcpResourceMap;

const calls = <const A extends readonly string[]>(...actions: A) => ({ from: 'calls', actions }) as const;

const resource = calls('cloudasset.assets.listResource');
const policy = calls('cloudasset.assets.listIamPolicy');
const constraint = calls('cloudasset.assets.listOrgPolicy');

const node = { settings: resource, iamPolicy: policy, orgPolicies: constraint } as const;
const plain = { settings: resource } as const;
const shared = { settings: resource, iamPolicy: policy } as const;

export const gcpPartSources = {
  'cloudresourcemanager.googleapis.com/Organization': node,
  'cloudresourcemanager.googleapis.com/Folder': node,
  'cloudresourcemanager.googleapis.com/Project': node,
  'iam.googleapis.com/ServiceAccount': shared,
  'iam.googleapis.com/ServiceAccountKey': plain,
  'iam.googleapis.com/Role': plain,
  'compute.googleapis.com/Network': plain,
  'compute.googleapis.com/Subnetwork': plain,
  'compute.googleapis.com/Firewall': { rule: resource, refusals: resource },
  'compute.googleapis.com/FirewallPolicy': { rules: resource, associations: resource },
  'compute.googleapis.com/Route': plain,
  'compute.googleapis.com/Router': plain,
  'compute.googleapis.com/Instance': {
    network: resource,
    accounts: resource,
    metadata: resource,
    settings: resource,
  },
  'compute.googleapis.com/Address': plain,
  'compute.googleapis.com/ForwardingRule': plain,
  'compute.googleapis.com/GlobalForwardingRule': plain,
  'storage.googleapis.com/Bucket': { ...shared, publicAccessConstraint: constraint },
  'cloudkms.googleapis.com/CryptoKey': shared,
  'sqladmin.googleapis.com/Instance': plain,
  'cloudfunctions.googleapis.com/CloudFunction': shared,
  'cloudfunctions.googleapis.com/Function': shared,
  'run.googleapis.com/Service': shared,
  'logging.googleapis.com/LogSink': plain,
  'logging.googleapis.com/LogBucket': plain,
  'artifactregistry.googleapis.com/Repository': shared,
  'pubsub.googleapis.com/Topic': shared,
  'secretmanager.googleapis.com/Secret': shared,
  'bigquery.googleapis.com/Dataset': { ...shared, access: resource },
  'container.googleapis.com/Cluster': { endpoint: resource, settings: resource },
  'container.googleapis.com/NodePool': plain,
} as const satisfies {
  readonly [K in GcpKind]: { readonly [P in keyof GcpResourceMap[K]]: ReturnType<typeof calls> };
};

export const isGcpKind = (kind: string): kind is GcpKind => Object.hasOwn(gcpPartSources, kind);
