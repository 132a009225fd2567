import { bucketNotPublic } from '#checks/data/gcp/bucket-not-public.ts';
import type { GcpResourceMap } from '#model/gcp/kinds.ts';
import { known, unread } from '#model/reading.ts';
import { allows, gcpResource, grant, healthyGcp } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

type Bucket = GcpResourceMap['storage.googleapis.com/Bucket'];
const kind = 'storage.googleapis.com/Bucket';
const everybody = allows(grant('roles/storage.objectViewer', 'allUsers'));
const bucket = (
  settings: Partial<Bucket['settings']>,
  iamPolicy: Bucket['iamPolicy'] = allows(),
  publicAccessConstraint: Bucket['publicAccessConstraint'] = 'not-enforced',
) =>
  gcpResource(kind, {
    settings: known({ ...healthyGcp[kind].settings, ...settings }),
    iamPolicy: known(iamPolicy),
    publicAccessConstraint: known(publicAccessConstraint),
  });
const enforced = { publicAccessPrevention: 'enforced' } as const;

describeCheck(bucketNotPublic, {
  pass: {
    'nothing granted': bucket({}),
    'granted to anyone, and prevented on the bucket': bucket(enforced, everybody),
    'granted to anyone, and prevented by the organisation': bucket({}, everybody, 'enforced'),
    'anyone on a list that uniform access switches off': bucket({
      lists: [{ list: 'acl', entity: 'allUsers', role: 'READER' }],
    }),
    'anyone on a list, and prevented': bucket({
      ...enforced,
      uniformAccess: false,
      lists: [{ list: 'acl', entity: 'allUsers', role: 'READER' }],
    }),
    'lists of single objects, and prevented': bucket({ ...enforced, uniformAccess: false }),
    'prevented, whoever was granted what': gcpResource(kind, {
      settings: known({ ...healthyGcp[kind].settings, ...enforced }),
      iamPolicy: unread('denied'),
    }),
  },
  fail: {
    anyone: [bucket({}, everybody), ['iamPolicy/roles/storage.objectViewer/allUsers']],
    'anyone, in the words of an older bucket': [
      bucket({ publicAccessPrevention: 'unspecified' }, everybody),
      ['iamPolicy/roles/storage.objectViewer/allUsers'],
    ],
    'anyone, with lists of single objects': [
      bucket({ uniformAccess: false }, everybody),
      ['iamPolicy/roles/storage.objectViewer/allUsers'],
    ],
    'anyone, on the list of the bucket': [
      bucket({ uniformAccess: false, lists: [{ list: 'acl', entity: 'allUsers', role: 'READER' }] }),
      ['settings/lists/acl/allUsers'],
    ],
    'anyone, on the list that new objects get': [
      bucket({
        uniformAccess: false,
        lists: [{ list: 'defaultObjectAcl', entity: 'allAuthenticatedUsers', role: 'READER' }],
      }),
      ['settings/lists/defaultObjectAcl/allAuthenticatedUsers'],
    ],
  },
  unknown: {
    'lists of single objects that nobody sees': bucket({ uniformAccess: false }),
    'anyone, under a condition': bucket(
      {},
      allows({ ...grant('roles/storage.objectViewer', 'allUsers'), condition: 'resource.name == "x"' }),
    ),
  },
});
