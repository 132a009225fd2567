import { datasetNotPublic } from '#checks/data/gcp/dataset-not-public.ts';
import { known } from '#model/reading.ts';
import { allows, gcpResource, grant } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const dataset = (...who: readonly string[]) =>
  gcpResource('bigquery.googleapis.com/Dataset', {
    access: known(who.map((one) => ({ who: one, role: 'READER' }))),
  });

describeCheck(datasetNotPublic, {
  pass: {
    'owners and a group': dataset('specialGroup:projectOwners', 'groupByEmail:a@meridian.example'),
    'a view of another dataset': dataset('view'),
  },
  fail: {
    'anyone with a Google account': [
      dataset('specialGroup:allAuthenticatedUsers'),
      ['access/specialGroup:allAuthenticatedUsers'],
    ],
    'anyone at all': [dataset('iamMember:allUsers'), ['access/iamMember:allUsers']],
    'anyone, by the allow policy': [
      gcpResource('bigquery.googleapis.com/Dataset', {
        iamPolicy: known(allows(grant('roles/bigquery.dataViewer', 'allUsers'))),
      }),
      ['iamPolicy/roles/bigquery.dataViewer/allUsers'],
    ],
  },
});
