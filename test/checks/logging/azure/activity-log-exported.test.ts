import { activityLogExported } from '#checks/logging/azure/activity-log-exported.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const all = ['Administrative', 'Security', 'Policy', 'Alert'] as const;
const exporting = (
  ...exports: readonly (readonly [categories: readonly string[], ...destinations: readonly string[]])[]
) =>
  resource('microsoft.resources/subscriptions', {
    activityLog: known(
      exports.map(([categories, ...destinations], index) => ({
        name: `export-${index}`,
        categories,
        destinations,
      })),
    ),
  });

describeCheck(activityLogExported, {
  pass: {
    'all of it': exporting([all, '/archive']),
    'by a group of categories': exporting([['allLogs'], '/archive']),
    'in two places': exporting([['administrative', 'security'], '/a'], [['Policy', 'Alert'], '/b']),
  },
  fail: {
    'no export': [exporting(), ['activityLog']],
    'without security events': [
      exporting([['Administrative', 'Policy', 'Alert'], '/archive']),
      ['activityLog'],
    ],
    'all of it to nowhere': [exporting([all]), ['activityLog']],
  },
});
