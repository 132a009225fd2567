/** Sections 6 and 7, logging, monitoring and networks. */
import type { AttestedControl, Control } from '#model/framework.ts';
import { full, none, part } from '../control.ts';

/** An alert of the activity log for one operation. */
const alerted = (id: string, event: string): AttestedControl =>
  part(id, `${event} raises an alert`, `that an activity log alert exists for this in each subscription`);

/** The checks judge network security groups; where there is none, nothing is closed. */
const unguarded = 'that no machine with a public address is without a network security group';

export const azureLogging: readonly Control[] = [
  part(
    '6.1.1',
    'Subscriptions export their activity log',
    'that single services have the diagnostic settings that the environment needs',
  ),
  full('6.1.2', 'The exported activity log has all that matters'),
  part(
    '6.1.3',
    'Storage of the activity log has keys of your own',
    'that the account which holds the activity log uses a customer-managed key',
  ),
  part('6.1.4', 'Key vaults log their use', 'that audit events of each vault are logged'),
  none('6.1.5', 'Flow logs go to Log Analytics', 'that flow logs are captured and sent to Log Analytics'),
  none('6.1.6', 'Web apps log their requests', 'that HTTP logs of each app are captured'),
  alerted('6.2.1', 'Assigning a policy'),
  alerted('6.2.2', 'Removing a policy assignment'),
  alerted('6.2.3', 'Changing a network security group'),
  alerted('6.2.4', 'Deleting a network security group'),
  alerted('6.2.5', 'Changing a security solution'),
  alerted('6.2.6', 'Deleting a security solution'),
  alerted('6.2.7', 'Changing a SQL firewall rule'),
  alerted('6.2.8', 'Deleting a SQL firewall rule'),
  alerted('6.2.9', 'Changing a public address'),
  alerted('6.2.10', 'Deleting a public address'),
  part('6.3.1', 'Application Insights is in use', 'that Application Insights is set up for applications'),
  none('6.4', 'Services log what they can log', 'that resource logs are on for each service that has them'),
  none(
    '6.5',
    'Production does without basic tiers',
    'that nothing which has to be monitored has a Basic or Consumption tier',
  ),
  part('7.1', 'RDP is closed to the internet', unguarded),
  part('7.2', 'SSH is closed to the internet', unguarded),
  part(
    '7.3',
    'UDP is closed to the internet where nobody needs it',
    'that each UDP port open to the internet is needed',
  ),
  part(
    '7.4',
    'HTTP and HTTPS are open to the internet where needed only',
    'that each machine with ports 80 and 443 open to the internet is meant to be',
  ),
  part(
    '7.5',
    'Flow logs are kept for 90 days',
    'that flow logs of network security groups are kept for 90 days or more',
  ),
  part('7.6', 'Network Watcher is on in regions in use', 'that Network Watcher is on in each region in use'),
  none(
    '7.7',
    'Public addresses are reviewed periodically',
    'that each public address was reviewed and is needed',
  ),
];
