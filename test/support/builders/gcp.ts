/** Healthy resources of Google Cloud, of which a situation says only what differs. */
import type { GcpKind, GcpResourceMap } from '#model/gcp/kinds.ts';
import type { Firewall } from '#model/gcp/network.ts';
import type { AllowPolicy, Binding } from '#model/gcp/policy.ts';
import type { Reading } from '#model/reading.ts';
import { known } from '#model/reading.ts';
import type { Identity, Resource } from '#model/resource.ts';

export const project = 'meridian-shop';
const network = `projects/${project}/global/networks/core`;

export const grant = (role: string, ...members: readonly string[]): Binding => ({
  role,
  members,
  condition: 'none',
});

export const allows = (...bindings: readonly Binding[]): AllowPolicy => ({ bindings, audit: [] });

const closed = allows(grant('roles/viewer', 'group:staff@meridian.example'));
const node = { iamPolicy: closed, orgPolicies: [] };
const functionParts = {
  settings: { account: `app@${project}.iam.gserviceaccount.com`, ingress: 'ALLOW_ALL', checksInvoker: true },
  iamPolicy: closed,
};
const shared = { settings: { kmsKey: 'none' }, iamPolicy: closed };
const forwarding = {
  settings: { address: '10.0.0.5', scheme: 'INTERNAL', protocol: 'tcp', ports: ['443'], target: 'none' },
};

/** An ingress rule that allows TCP 443 from a private range. */
export const firewallRule = (differs: Partial<Firewall['rule']> = {}): Firewall['rule'] => ({
  network,
  direction: 'INGRESS',
  action: 'allow',
  priority: 1000,
  disabled: false,
  entries: [{ protocol: 'tcp', ports: [{ from: 443, to: 443 }] }],
  sources: ['10.0.0.0/8'],
  sourceTags: [],
  sourceAccounts: [],
  destinations: [],
  targetTags: [],
  targetAccounts: [],
  logging: true,
  ...differs,
});

export const healthyGcp: { readonly [K in GcpKind]: GcpResourceMap[K] } = {
  'cloudresourcemanager.googleapis.com/Organization': {
    ...node,
    settings: { displayName: 'meridian.example' },
    iamPolicy: {
      ...closed,
      audit: [
        {
          service: 'allServices',
          logTypes: ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'].map((type) => ({ type, exempted: [] })),
        },
      ],
    },
  },
  'cloudresourcemanager.googleapis.com/Folder': {
    ...node,
    settings: { displayName: 'production', state: 'ACTIVE' },
  },
  'cloudresourcemanager.googleapis.com/Project': {
    ...node,
    settings: { projectId: project, number: '100000000001', state: 'ACTIVE' },
  },
  'iam.googleapis.com/ServiceAccount': {
    settings: { email: `app@${project}.iam.gserviceaccount.com`, disabled: false },
    iamPolicy: closed,
  },
  'iam.googleapis.com/ServiceAccountKey': {
    settings: {
      type: 'USER_MANAGED',
      validAfter: '2026-11-01T00:00:00.000Z',
      validBefore: '9999-12-31T23:59:59.000Z',
      disabled: false,
    },
  },
  'iam.googleapis.com/Role': {
    settings: { permissions: ['storage.objects.get'], stage: 'GA', deleted: false },
  },
  'compute.googleapis.com/Network': {
    settings: { autoSubnets: false, policyOrder: 'AFTER_CLASSIC_FIREWALL', peerings: [] },
  },
  'compute.googleapis.com/Subnetwork': {
    settings: {
      network,
      ranges: ['10.10.0.0/20'],
      flowLogs: true,
      privateGoogleAccess: true,
      purpose: 'PRIVATE',
    },
  },
  'compute.googleapis.com/Firewall': { rule: firewallRule(), refusals: [] },
  'compute.googleapis.com/FirewallPolicy': { rules: [], associations: [] },
  'compute.googleapis.com/Route': {
    settings: { network, destination: '0.0.0.0/0', priority: 1000, nextHop: 'gateway', tags: [] },
  },
  'compute.googleapis.com/Router': { settings: { network, nats: ['egress'] } },
  'compute.googleapis.com/Instance': {
    network: {
      interfaces: [{ network, subnetwork: 'core', address: '10.10.0.9', external: [] }],
      tags: ['app'],
      forwards: false,
    },
    accounts: [
      {
        email: `app@${project}.iam.gserviceaccount.com`,
        scopes: ['https://www.googleapis.com/auth/cloud-platform'],
      },
    ],
    metadata: { 'enable-oslogin': 'TRUE' },
    settings: { status: 'RUNNING', machineType: 'n2-standard-2' },
  },
  'compute.googleapis.com/Address': { settings: { address: '34.89.0.1', external: true, users: [] } },
  'compute.googleapis.com/ForwardingRule': forwarding,
  'compute.googleapis.com/GlobalForwardingRule': forwarding,
  'storage.googleapis.com/Bucket': {
    settings: {
      uniformAccess: true,
      lists: [],
      publicAccessPrevention: 'inherited',
      versioning: true,
      retentionLocked: false,
      kmsKey: 'none',
      location: 'eu',
    },
    iamPolicy: closed,
    publicAccessConstraint: 'not-enforced',
  },
  'cloudkms.googleapis.com/CryptoKey': {
    settings: { purpose: 'ENCRYPT_DECRYPT', rotationDays: 90, primaryState: 'ENABLED' },
    iamPolicy: closed,
  },
  'sqladmin.googleapis.com/Instance': {
    settings: {
      version: 'POSTGRES_16',
      publicIp: false,
      authorizedNetworks: [],
      sslMode: 'ENCRYPTED_ONLY',
      backups: true,
      flags: {},
    },
  },
  'cloudfunctions.googleapis.com/CloudFunction': functionParts,
  'cloudfunctions.googleapis.com/Function': functionParts,
  'run.googleapis.com/Service': functionParts,
  'logging.googleapis.com/LogSink': {
    settings: {
      destination: 'storage.googleapis.com/logs',
      filter: 'none',
      disabled: false,
      includeChildren: false,
    },
  },
  'logging.googleapis.com/LogBucket': { settings: { retentionDays: 400, locked: true } },
  'artifactregistry.googleapis.com/Repository': shared,
  'pubsub.googleapis.com/Topic': shared,
  'secretmanager.googleapis.com/Secret': shared,
  'bigquery.googleapis.com/Dataset': {
    ...shared,
    settings: { kmsKey: 'none', location: 'eu' },
    access: [{ who: 'specialGroup:projectOwners', role: 'OWNER' }],
  },
  'container.googleapis.com/Cluster': {
    endpoint: { privateNodes: true, privateEndpoint: true, authorizedNetworks: ['10.0.0.0/8'] },
    settings: {
      version: '1.33.4',
      workloadIdentity: true,
      legacyAuthorization: false,
      networkPolicy: true,
    },
  },
  'container.googleapis.com/NodePool': {
    settings: { account: 'nodes@meridian-shop.iam.gserviceaccount.com', autoUpgrade: true, scopes: [] },
  },
};

/** A healthy resource; `parts` and `identity` say what differs from it. */
export const gcpResource = <K extends GcpKind>(
  kind: K,
  parts: { readonly [P in keyof GcpResourceMap[K]]?: Reading<GcpResourceMap[K][P]> } = {},
  identity: Partial<Omit<Identity, 'kind'>> = {},
): Resource => {
  const healthy: Record<string, Reading<unknown>> = {};
  for (const [part, value] of Object.entries(healthyGcp[kind])) healthy[part] = known(value);
  const name = identity.name ?? 'ledger';
  return {
    provider: 'gcp',
    account: project,
    region: 'europe-west3',
    id: `//${kind.slice(0, kind.indexOf('/'))}/projects/${project}/${name}`,
    name,
    tags: Object.create(null) as Record<string, string>,
    observedAt: '2026-11-24T06:00:00.000Z',
    ...identity,
    kind,
    parts: { ...healthy, ...parts },
  };
};
