/** Section 2, identity. Nearly all of it is set in Entra ID, which the scan does not read. */
import type { Control } from '#model/framework.ts';
import { none, part } from '../control.ts';

export const azureIdentity: readonly Control[] = [
  none(
    '2.1.1',
    'Security defaults are on, where no Conditional Access stands in',
    'that security defaults are on, or Conditional Access does their work',
  ),
  none('2.1.2', 'Privileged users have MFA', 'that MFA is on for each user who can change Azure resources'),
  none('2.1.3', 'Other users have MFA', 'that MFA is on for each user without privileges'),
  none(
    '2.1.4',
    'Devices are not remembered instead of MFA',
    'that users can not have MFA remembered on a device',
  ),
  none('2.2.1', 'Trusted locations are named', 'that trusted locations are named for Conditional Access'),
  none(
    '2.2.2',
    'Sign-in from unwanted countries was decided on',
    'that a policy on countries was considered',
  ),
  none('2.2.3', 'Device code sign-in was decided on', 'that a policy on the device code flow was considered'),
  none('2.2.4', 'A policy asks administrators for MFA', 'that a policy asks administrative groups for MFA'),
  none('2.2.5', 'A policy asks all users for MFA', 'that a policy asks all users for MFA'),
  none('2.2.6', 'Risky sign-ins take MFA', 'that a policy asks for MFA when a sign-in is risky'),
  none(
    '2.2.7',
    'The Azure management API takes MFA',
    'that a policy asks for MFA for the Azure management API',
  ),
  none('2.2.8', 'Microsoft admin portals take MFA', 'that a policy asks for MFA for the admin portals'),
  part(
    '2.3',
    'Only administrators create tenants',
    'that users who are not administrators can not create tenants',
  ),
  none(
    '2.4',
    'Guests are reviewed regularly',
    'that guest users are reviewed, and removed when they are done',
  ),
  none(
    '2.5',
    'Password reset takes two methods',
    'that two methods are asked for before a password is reset',
  ),
  none('2.6', 'Accounts are locked after ten failed tries', 'that the lockout threshold is 10 or less'),
  none('2.7', 'Locked accounts stay so for a minute', 'that the lockout lasts 60 seconds or more'),
  none('2.8', 'Own list of bad passwords is enforced', 'that a custom list of banned passwords is enforced'),
  none(
    '2.9',
    'Users confirm their reset methods again',
    'that users confirm their methods after a number of days',
  ),
  none('2.10', 'Users hear of resets of their password', 'that users are told when their password was reset'),
  none(
    '2.11',
    'Administrators hear of resets among themselves',
    'that administrators are told when another one resets a password',
  ),
  none('2.12', 'Users give no consent to applications', 'that user consent for applications is off'),
  none(
    '2.13',
    'Users give consent to verified publishers only',
    'that user consent is limited to verified publishers and chosen permissions',
  ),
  part('2.14', 'Only administrators register applications', 'that users can not register applications'),
  part(
    '2.15',
    'Guests see their own directory objects only',
    'that guests are restricted to objects of their own',
  ),
  part(
    '2.16',
    'Only chosen administrators invite guests',
    'that invitations take a specific administrator role',
  ),
  none(
    '2.17',
    'Only administrators open the Entra admin center',
    'that access to the admin center is restricted',
  ),
  none(
    '2.18',
    'Users see no group features in the Access Panel',
    'that group features of the panel are restricted',
  ),
  none('2.19', 'Only administrators create security groups', 'that users can not create security groups'),
  none(
    '2.20',
    'Owners do not manage membership in the Access Panel',
    'that owners can not manage membership requests in the panel',
  ),
  none(
    '2.21',
    'Only administrators create Microsoft 365 groups',
    'that users can not create Microsoft 365 groups',
  ),
  none('2.22', 'Joining a device takes MFA', 'that MFA is asked for to register or join devices'),
  part(
    '2.23',
    'No custom role administers a subscription',
    'that no custom role permits every action, even where it leaves out handing out roles',
  ),
  none(
    '2.24',
    'A custom role exists to administer resource locks',
    'that a custom role for resource locks exists and is assigned',
  ),
  none(
    '2.25',
    'Subscriptions neither leave nor enter the directory',
    'that nobody is permitted to move subscriptions between directories',
  ),
  none(
    '2.26',
    'Two to four people are global administrators',
    'that two to four users are Global Administrator',
  ),
];
