/** Section 8, virtual machines. */
import type { Control } from '#model/framework.ts';
import { none, part } from '../control.ts';

export const azureMachines: readonly Control[] = [
  part('8.1', 'Machines are reached through a Bastion', 'that an Azure Bastion exists for the machines'),
  part('8.2', 'Machines have managed disks', 'that no machine has a disk in a storage account'),
  part(
    '8.3',
    'Disks in use have keys of your own',
    'that each disk in use is encrypted with a customer-managed key',
  ),
  part(
    '8.4',
    'Disks not in use have keys of your own',
    'that each unattached disk has a customer-managed key',
  ),
  part('8.5', 'Disks are not exported over public networks', 'that snapshots of disks are closed as well'),
  part('8.6', 'Export of disks takes a sign-in', 'that data access authentication mode is on for each disk'),
  none('8.7', 'Machines have approved extensions only', 'that each extension on a machine is approved'),
  none('8.8', 'Machines have endpoint protection', 'that endpoint protection is installed on each machine'),
  none('8.9', 'Disks in storage accounts are encrypted', 'that accounts with VHD files are encrypted'),
  none(
    '8.10',
    'Privileged machines are reached with MFA only',
    'that nobody without MFA can sign in to a privileged machine',
  ),
  part('8.11', 'Machines start with Trusted Launch', 'that secure boot and vTPM are on for each machine'),
];
