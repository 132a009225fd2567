import { databaseSnapshotNotShared } from '#checks/data/aws/database-snapshot-not-shared.ts';
import { known } from '#model/reading.ts';
import { foreign, partner, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const snapshot = (...sharedWith: readonly string[]) =>
  resource('AWS::RDS::DBSnapshot', { sharedWith: known(sharedWith) });

describeCheck(databaseSnapshotNotShared, {
  pass: {
    'with nobody': snapshot(),
    'with another account of the organisation': snapshot('222233334444'),
    'with a partner': snapshot(partner),
  },
  fail: {
    'with everyone': [snapshot('all'), ['sharedWith/all']],
    'with a foreign account': [snapshot(foreign), [`sharedWith/${foreign}`], 'high'],
    'with the own organisation, a foreign account and everyone': [
      snapshot('222233334444', foreign, 'all'),
      [`sharedWith/${foreign}`, 'sharedWith/all'],
    ],
  },
});
