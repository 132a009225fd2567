import { diskExportClosed } from '#checks/data/azure/disk-export-closed.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const disk = (policy: string, publicNetworkAccess = 'Enabled') =>
  resource('microsoft.compute/disks', { access: known({ policy, publicNetworkAccess }) });

describeCheck(diskExportClosed, {
  pass: {
    nobody: disk('DenyAll'),
    'private networks': disk('AllowPrivate'),
    'everybody, but not over public networks': disk('AllowAll', 'Disabled'),
  },
  fail: { everybody: [disk('AllowAll'), ['access/policy']] },
  unknown: { 'not said': disk('unset', 'unset') },
});
