/**
 * What kind of power an action gives, by the verb of its name; enough to tell a reader of a bucket from somebody who
 * may empty it. A pattern gives every kind that an action it names could give.
 *
 * Source: Service Authorization Reference (access levels), and the naming of actions that it shows.
 */
import { actionsMeet } from './action.ts';

export type Access = 'read' | 'list' | 'write' | 'admin';

/** `admin`: may change who has access. */
const verbs: Readonly<Record<Access, readonly string[]>> = {
  list: ['list', 'describe', 'search', 'scan', 'headbucket'],
  read: [
    'get',
    'batchget',
    'query',
    'select',
    'download',
    'view',
    'read',
    'receive',
    'consume',
    'decrypt',
    'check',
  ],
  admin: ['createpolicy', 'creategrant', 'assumerole'],
  write: [],
};

/** Actions that change a resource's policy, ACL, access block or permission. */
const adminName =
  /^(put|set|delete|add|remove|update|attach|detach|create|modify|retire|revoke|bypass).*(policy|policies|acl|publicaccessblock|ownershipcontrols|permissions?|grant|owneroverride|attributes)/;

export const accessOf = (action: string): Access => {
  const name = (action.split(':')[1] ?? action).toLowerCase();
  if (name.startsWith('listenfor')) return 'write';
  if (name === 'listbucket' || verbs.list.some((verb) => name.startsWith(verb))) return 'list';
  if (adminName.test(name) || verbs.admin.some((verb) => name.startsWith(verb))) return 'admin';
  if (verbs.read.some((verb) => name.startsWith(verb))) return 'read';
  return 'write';
};

/** One action of each kind that matters, for judging patterns of the services whose policies may be public. */
const samples: readonly string[] = [
  's3:ListBucket',
  's3:ListBucketVersions',
  's3:ListBucketMultipartUploads',
  's3:GetObject',
  's3:GetObjectVersion',
  's3:GetBucketPolicy',
  's3:GetBucketAcl',
  's3:GetBucketLocation',
  's3:PutObject',
  's3:DeleteObject',
  's3:PutObjectTagging',
  's3:RestoreObject',
  's3:PutBucketPolicy',
  's3:PutBucketAcl',
  's3:PutObjectAcl',
  's3:DeleteBucketPolicy',
  's3:DeleteBucket',
  's3:PutLifecycleConfiguration',
  's3:AbortMultipartUpload',
];

/** Kinds of access that a list of actions or patterns gives. */
export const accessOfAll = (actions: readonly string[]): readonly Access[] => {
  const found = new Set<Access>();
  for (const action of actions) {
    if (!action.includes('*') && !action.includes('?')) {
      found.add(accessOf(action));
      continue;
    }
    if (action.toLowerCase().startsWith('s3:')) {
      for (const sample of samples) if (actionsMeet(action, sample)) found.add(accessOf(sample));
      continue;
    }
    const [, name = '*'] = action.split(':');
    if (/^[*?]/.test(name)) for (const kind of allAccess) found.add(kind);
    else found.add(accessOf(action));
  }
  return allAccess.filter((kind) => found.has(kind));
};

const allAccess = ['read', 'list', 'write', 'admin'] as const satisfies readonly Access[];
