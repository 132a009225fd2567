/** Storage, keys, databases, functions and what is shared by an allow policy. */
import { unread } from '#model/reading.ts';
import type { Node } from '#sources/fields.ts';
import { notRead, part } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';

export const bucket: Normaliser<'storage.googleapis.com/Bucket'> = ({ data }) => ({
  settings: part(() => {
    const access = data.nodeOr('iamConfiguration');
    // `bucketPolicyOnly` is the name that uniform access had before.
    const uniform = access?.nodeOr('uniformBucketLevelAccess') ?? access?.nodeOr('bucketPolicyOnly');
    return {
      uniformAccess: uniform?.flagOr(false, 'enabled') ?? false,
      lists: (['acl', 'defaultObjectAcl'] as const).flatMap((list) =>
        data.nodesOr(list).map((entry) => ({
          list,
          entity: entry.text('entity'),
          role: entry.textOr('none', 'role'),
        })),
      ),
      // Left out by buckets from before it was there: the same as inherited. Once it read `unspecified`.
      publicAccessPrevention: access?.textOr('inherited', 'publicAccessPrevention') ?? 'inherited',
      versioning: data.nodeOr('versioning')?.flagOr(false, 'enabled') ?? false,
      retentionLocked: data.nodeOr('retentionPolicy')?.flagOr(false, 'isLocked') ?? false,
      kmsKey: data.nodeOr('encryption')?.textOr('none', 'defaultKmsKeyName') ?? 'none',
      location: data.textOr('none', 'location').toLowerCase(),
    };
  }),
});

export const cryptoKey: Normaliser<'cloudkms.googleapis.com/CryptoKey'> = ({ data }) => ({
  settings: part(() => ({
    purpose: data.text('purpose'),
    rotationDays: daysOf(data),
    primaryState: data.nodeOr('primary')?.textOr('none', 'state') ?? 'none',
  })),
});

/** `7776000s`; left out where the key is not rotated by itself. */
const daysOf = (data: Node): number => {
  const text = data.textOr('0s', 'rotationPeriod');
  const seconds = /^(\d{1,12})(?:\.\d+)?s$/.exec(text)?.[1];
  // Anything else is not a duration: let the reader of numbers say so.
  return seconds === undefined ? data.int('rotationPeriod') : Number(seconds) / 86_400;
};

export const sqlInstance: Normaliser<'sqladmin.googleapis.com/Instance'> = ({ data }) => ({
  settings: part(() => {
    const settings = data.node('settings');
    // Always given: without it nobody could say that the address is private.
    const ip = settings.node('ipConfiguration');
    const flags: Record<string, string> = Object.create(null);
    for (const flag of settings.nodesOr('databaseFlags')) flags[flag.text('name')] = flag.textOr('', 'value');
    return {
      version: data.textOr('none', 'databaseVersion'),
      publicIp: ip.flagOr(false, 'ipv4Enabled'),
      authorizedNetworks: ip.nodesOr('authorizedNetworks').map((one) => one.text('value')),
      sslMode: sslModeOf(ip),
      backups: settings.nodeOr('backupConfiguration')?.flagOr(false, 'enabled') ?? false,
      flags,
    };
  }),
});

/** `sslMode` decides where it is there; `requireSsl` is what it replaced. Source: Cloud SQL Admin API, IpConfiguration. */
const sslModeOf = (ip: Node): string => {
  const mode = ip.textOr('', 'sslMode');
  if (mode !== '' && mode !== 'SSL_MODE_UNSPECIFIED') return mode;
  return ip.flagOr(false, 'requireSsl')
    ? 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED'
    : 'ALLOW_UNENCRYPTED_AND_ENCRYPTED';
};

/** First generation. */
export const cloudFunction: Normaliser<'cloudfunctions.googleapis.com/CloudFunction'> = ({ data }) => ({
  settings: part(() => ({
    account: data.textOr('none', 'serviceAccountEmail'),
    ingress: data.textOr('none', 'ingressSettings'),
    checksInvoker: true,
  })),
});

export const functionV2: Normaliser<'cloudfunctions.googleapis.com/Function'> = ({ data }) => ({
  settings: part(() => {
    const service = data.nodeOr('serviceConfig');
    return {
      account: service?.textOr('none', 'serviceAccountEmail') ?? 'none',
      ingress: service?.textOr('none', 'ingressSettings') ?? 'none',
      // The Cloud Run service below is an asset of its own, and says whether it checks.
      checksInvoker: true,
    };
  }),
});

/** Of the v1 API (`metadata`, `spec`) or the v2 API. */
export const runService: Normaliser<'run.googleapis.com/Service'> = ({ data }) => ({
  settings: part(() => ({
    account:
      data.nodeOr('spec')?.nodeOr('template')?.nodeOr('spec')?.textOr('none', 'serviceAccountName') ??
      data.nodeOr('template')?.textOr('none', 'serviceAccount') ??
      'none',
    ingress:
      data.nodeOr('metadata')?.nodeOr('annotations')?.textOr('none', 'run.googleapis.com/ingress') ??
      data.textOr('none', 'ingress'),
    checksInvoker: !(
      data.flagOr(false, 'invokerIamDisabled') ||
      (data
        .nodeOr('metadata')
        ?.nodeOr('annotations')
        ?.flagOr(false, 'run.googleapis.com/invoker-iam-disabled') ??
        false)
    ),
  })),
});

export const dataset: Normaliser<'bigquery.googleapis.com/Dataset'> = ({ data }) => ({
  settings: part(() => ({
    kmsKey: data.nodeOr('defaultEncryptionConfiguration')?.textOr('none', 'kmsKeyName') ?? 'none',
    location: data.textOr('none', 'location').toLowerCase(),
  })),
  access: part(() => {
    // Every dataset has owners at least: a list that is left out was not recorded, and is not empty.
    if (data.raw('access') === undefined) {
      return notRead(unread('not-recorded', undefined, 'the asset carries no access list'));
    }
    return data.nodes('access').map((entry) => ({
      who: whoOf(entry),
      // Views, routines and datasets have none: they may read.
      role: entry.textOr('READER', 'role'),
    }));
  }),
});

/** `specialGroup:allAuthenticatedUsers`, `userByEmail:…`, `iamMember:allUsers`; `view` and the like by their field. */
const whoOf = (entry: Node): string => {
  for (const field of ['specialGroup', 'iamMember', 'userByEmail', 'groupByEmail', 'domain']) {
    const text = entry.textOr('', field);
    if (text !== '') return `${field}:${text}`;
  }
  return ['view', 'routine', 'dataset'].find((field) => entry.has(field)) ?? 'nobody that the entry names';
};

/** Repositories, topics and secrets: each names its key in a field of its own. */
export const shared = ({ data }: { readonly data: Node }) => ({
  settings: part(() => ({ kmsKey: data.textOr('none', 'kmsKeyName') })),
});
