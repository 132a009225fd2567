/** What a healthy asset of each kind looks like; an estate file says what differs. In the form of the services' APIs. */
import type { JsonObject } from '../estate/series.ts';

export interface Place {
  readonly project: string;
  readonly number: string;
  readonly name: string;
  readonly location: string;
  /** 0 for the first of its line. */
  readonly index: number;
}

export interface Form {
  /** Path of the asset's name after the service, e.g. `projects/p/global/firewalls/f`. */
  readonly path: (place: Place) => string;
  readonly location: string;
  readonly data: (place: Place) => JsonObject;
}

const computeUrl = 'https://www.googleapis.com/compute/v1';
const email = ({ name, project }: Place): string => `${name}@${project}.iam.gserviceaccount.com`;
const network = ({ project }: Place): string => `${computeUrl}/projects/${project}/global/networks/core`;
const subnetwork = ({ project, location }: Place): string =>
  `${computeUrl}/projects/${project}/regions/${location.replace(/-[a-z]$/, '')}/subnetworks/core`;

const region = 'europe-west3';
const global = (collection: string) => (place: Place) =>
  `projects/${place.project}/global/${collection}/${place.name}`;
const regional = (collection: string) => (place: Place) =>
  `projects/${place.project}/regions/${place.location}/${collection}/${place.name}`;
const located = (collection: string) => (place: Place) =>
  `projects/${place.project}/locations/${place.location}/${collection}/${place.name}`;

export const forms: Readonly<Record<string, Form>> = {
  'iam.googleapis.com/ServiceAccount': {
    path: (place) => `projects/${place.project}/serviceAccounts/${email(place)}`,
    location: '',
    data: (place) => ({
      email: email(place),
      projectId: place.project,
      displayName: place.name,
      disabled: false,
    }),
  },
  'iam.googleapis.com/ServiceAccountKey': {
    path: (place) => `projects/${place.project}/serviceAccounts/${email(place)}/keys/${place.index + 1}`,
    location: '',
    data: () => ({
      keyType: 'USER_MANAGED',
      keyOrigin: 'GOOGLE_PROVIDED',
      validAfterTime: '{20 days ago}',
      validBeforeTime: '9999-12-31T23:59:59Z',
    }),
  },
  'iam.googleapis.com/Role': {
    path: (place) => `projects/${place.project}/roles/${place.name}`,
    location: '',
    data: () => ({ includedPermissions: ['storage.objects.get'], stage: 'GA' }),
  },
  'compute.googleapis.com/Network': {
    path: global('networks'),
    location: 'global',
    data: ({ name }) => ({ name, autoCreateSubnetworks: false, peerings: [] }),
  },
  'compute.googleapis.com/Subnetwork': {
    path: regional('subnetworks'),
    location: region,
    data: (place) => ({
      name: place.name,
      network: network(place),
      ipCidrRange: `10.${10 + place.index}.0.0/20`,
      privateIpGoogleAccess: true,
      purpose: 'PRIVATE',
      logConfig: { enable: true, aggregationInterval: 'INTERVAL_5_SEC', flowSampling: 1 },
    }),
  },
  'compute.googleapis.com/Firewall': {
    path: global('firewalls'),
    location: 'global',
    data: (place) => ({
      name: place.name,
      network: network(place),
      direction: 'INGRESS',
      priority: 1000,
      disabled: false,
      logConfig: { enable: true },
    }),
  },
  'compute.googleapis.com/FirewallPolicy': {
    path: ({ name }) => `locations/global/firewallPolicies/${name}`,
    location: 'global',
    data: ({ name }) => ({ name, rules: [], associations: [] }),
  },
  'compute.googleapis.com/Route': {
    path: global('routes'),
    location: 'global',
    data: (place) => ({
      name: place.name,
      network: network(place),
      destRange: '0.0.0.0/0',
      priority: 1000,
      nextHopGateway: `${computeUrl}/projects/${place.project}/global/gateways/default-internet-gateway`,
    }),
  },
  'compute.googleapis.com/Router': {
    path: regional('routers'),
    location: region,
    data: (place) => ({ name: place.name, network: network(place), nats: [{ name: 'egress' }] }),
  },
  'compute.googleapis.com/Instance': {
    path: (place) => `projects/${place.project}/zones/${place.location}/instances/${place.name}`,
    location: 'europe-west3-a',
    data: (place) => ({
      name: place.name,
      status: 'RUNNING',
      machineType: `${computeUrl}/projects/${place.project}/zones/${place.location}/machineTypes/n2-standard-2`,
      canIpForward: false,
      networkInterfaces: [
        {
          network: network(place),
          subnetwork: subnetwork(place),
          networkIP: `10.10.${place.index >> 8}.${10 + (place.index & 127)}`,
        },
      ],
      tags: { items: ['app'] },
      serviceAccounts: [
        {
          email: `app@${place.project}.iam.gserviceaccount.com`,
          scopes: ['https://www.googleapis.com/auth/cloud-platform'],
        },
      ],
      metadata: { items: [{ key: 'enable-oslogin', value: 'TRUE' }] },
    }),
  },
  'compute.googleapis.com/Address': {
    path: regional('addresses'),
    location: region,
    data: ({ name, index }) => ({
      name,
      address: `34.89.0.${10 + index}`,
      addressType: 'EXTERNAL',
      users: [],
    }),
  },
  'compute.googleapis.com/ForwardingRule': {
    path: regional('forwardingRules'),
    location: region,
    data: ({ name }) => ({
      name,
      IPAddress: '10.10.0.5',
      IPProtocol: 'TCP',
      ports: ['443'],
      loadBalancingScheme: 'INTERNAL',
    }),
  },
  'compute.googleapis.com/GlobalForwardingRule': {
    path: global('forwardingRules'),
    location: 'global',
    data: ({ name, index }) => ({
      name,
      IPAddress: `34.120.0.${10 + index}`,
      IPProtocol: 'TCP',
      portRange: '443-443',
      loadBalancingScheme: 'EXTERNAL_MANAGED',
    }),
  },
  'storage.googleapis.com/Bucket': {
    path: ({ name }) => name,
    location: 'eu',
    data: ({ name }) => ({
      name,
      location: 'EU',
      storageClass: 'STANDARD',
      iamConfiguration: {
        uniformBucketLevelAccess: { enabled: true },
        publicAccessPrevention: 'inherited',
      },
      versioning: { enabled: true },
    }),
  },
  'cloudkms.googleapis.com/CryptoKey': {
    path: (place) =>
      `projects/${place.project}/locations/${place.location}/keyRings/main/cryptoKeys/${place.name}`,
    location: region,
    data: () => ({ purpose: 'ENCRYPT_DECRYPT', rotationPeriod: '7776000s', primary: { state: 'ENABLED' } }),
  },
  'sqladmin.googleapis.com/Instance': {
    path: ({ project, name }) => `projects/${project}/instances/${name}`,
    location: region,
    data: ({ name }) => ({
      name,
      databaseVersion: 'POSTGRES_16',
      settings: {
        ipConfiguration: { ipv4Enabled: false, authorizedNetworks: [], sslMode: 'ENCRYPTED_ONLY' },
        backupConfiguration: { enabled: true },
        databaseFlags: [{ name: 'log_connections', value: 'on' }],
      },
    }),
  },
  'cloudfunctions.googleapis.com/CloudFunction': {
    path: located('functions'),
    location: region,
    data: ({ project }) => ({
      serviceAccountEmail: `app@${project}.iam.gserviceaccount.com`,
      ingressSettings: 'ALLOW_INTERNAL_ONLY',
      runtime: 'nodejs22',
    }),
  },
  'cloudfunctions.googleapis.com/Function': {
    path: located('functions'),
    location: region,
    data: ({ project }) => ({
      environment: 'GEN_2',
      serviceConfig: {
        serviceAccountEmail: `app@${project}.iam.gserviceaccount.com`,
        ingressSettings: 'ALLOW_ALL',
      },
    }),
  },
  'run.googleapis.com/Service': {
    path: located('services'),
    location: region,
    data: ({ project, name }) => ({
      metadata: { name, annotations: { 'run.googleapis.com/ingress': 'all' } },
      spec: { template: { spec: { serviceAccountName: `app@${project}.iam.gserviceaccount.com` } } },
    }),
  },
  'logging.googleapis.com/LogSink': {
    path: ({ project, name }) => `projects/${project}/sinks/${name}`,
    location: 'global',
    data: ({ name }) => ({
      name,
      destination: 'storage.googleapis.com/meridian-audit-logs',
      disabled: false,
    }),
  },
  'logging.googleapis.com/LogBucket': {
    path: located('buckets'),
    location: 'global',
    data: () => ({ retentionDays: 400, locked: true }),
  },
  'artifactregistry.googleapis.com/Repository': {
    path: located('repositories'),
    location: region,
    data: () => ({ format: 'DOCKER' }),
  },
  'pubsub.googleapis.com/Topic': {
    path: ({ project, name }) => `projects/${project}/topics/${name}`,
    location: 'global',
    data: () => ({}),
  },
  'secretmanager.googleapis.com/Secret': {
    path: ({ project, name }) => `projects/${project}/secrets/${name}`,
    location: 'global',
    data: () => ({ replication: { automatic: {} } }),
  },
  'bigquery.googleapis.com/Dataset': {
    path: ({ project, name }) => `projects/${project}/datasets/${name}`,
    location: 'eu',
    data: () => ({
      location: 'EU',
      access: [
        { role: 'OWNER', specialGroup: 'projectOwners' },
        { role: 'READER', groupByEmail: 'analysts@meridian.example' },
      ],
    }),
  },
  'container.googleapis.com/Cluster': {
    path: located('clusters'),
    location: region,
    data: ({ project }) => ({
      currentMasterVersion: '1.33.4-gke.100',
      privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true },
      masterAuthorizedNetworksConfig: { enabled: true, cidrBlocks: [{ cidrBlock: '10.0.0.0/8' }] },
      workloadIdentityConfig: { workloadPool: `${project}.svc.id.goog` },
      networkConfig: { datapathProvider: 'ADVANCED_DATAPATH' },
    }),
  },
  'container.googleapis.com/NodePool': {
    path: (place) =>
      `projects/${place.project}/locations/${place.location}/clusters/main/nodePools/${place.name}`,
    location: region,
    data: ({ project }) => ({
      config: { serviceAccount: `nodes@${project}.iam.gserviceaccount.com`, oauthScopes: [] },
      management: { autoUpgrade: true, autoRepair: true },
    }),
  },
};
