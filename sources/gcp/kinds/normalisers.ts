/** Kind → its reader. A kind without one does not compile. */
import type { GcpKind } from '#model/gcp/kinds.ts';
import { isGcpKind } from '#model/gcp/kinds.ts';
import * as data from './data.ts';
import { firewall, firewallPolicy } from './firewall.ts';
import * as identity from './identity.ts';
import { instance } from './instance.ts';
import * as network from './network.ts';
import type { Normaliser } from './normaliser.ts';
import * as operations from './operations.ts';

const normalisers: { readonly [K in GcpKind]: Normaliser<K> } = {
  'cloudresourcemanager.googleapis.com/Organization': identity.organization,
  'cloudresourcemanager.googleapis.com/Folder': identity.folder,
  'cloudresourcemanager.googleapis.com/Project': identity.project,
  'iam.googleapis.com/ServiceAccount': identity.serviceAccount,
  'iam.googleapis.com/ServiceAccountKey': identity.serviceAccountKey,
  'iam.googleapis.com/Role': identity.customRole,
  'compute.googleapis.com/Network': network.network,
  'compute.googleapis.com/Subnetwork': network.subnetwork,
  'compute.googleapis.com/Firewall': firewall,
  'compute.googleapis.com/FirewallPolicy': firewallPolicy,
  'compute.googleapis.com/Route': network.route,
  'compute.googleapis.com/Router': network.router,
  'compute.googleapis.com/Instance': instance,
  'compute.googleapis.com/Address': network.address,
  'compute.googleapis.com/ForwardingRule': network.forwardingRule,
  'compute.googleapis.com/GlobalForwardingRule': network.forwardingRule,
  'storage.googleapis.com/Bucket': data.bucket,
  'cloudkms.googleapis.com/CryptoKey': data.cryptoKey,
  'sqladmin.googleapis.com/Instance': data.sqlInstance,
  'cloudfunctions.googleapis.com/CloudFunction': data.cloudFunction,
  'cloudfunctions.googleapis.com/Function': data.functionV2,
  'run.googleapis.com/Service': data.runService,
  'logging.googleapis.com/LogSink': operations.logSink,
  'logging.googleapis.com/LogBucket': operations.logBucket,
  'artifactregistry.googleapis.com/Repository': data.shared,
  'pubsub.googleapis.com/Topic': data.shared,
  'secretmanager.googleapis.com/Secret': data.shared,
  'bigquery.googleapis.com/Dataset': data.dataset,
  'container.googleapis.com/Cluster': operations.cluster,
  'container.googleapis.com/NodePool': operations.nodePool,
};

/** Undefined for a kind that is listed without parts. */
export const normaliserOf = (kind: string): Normaliser<GcpKind> | undefined =>
  isGcpKind(kind) ? (normalisers[kind] as Normaliser<GcpKind>) : undefined;
