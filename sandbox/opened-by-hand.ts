/** What drift is there to find: a change that somebody made in the console. */
import type { Sandbox } from './contract.ts';

/** Opens the database of the sample estate, group `data`, to these addresses; what the group admitted before is gone. */
export const openDatabaseByHand = (sandbox: Pick<Sandbox, 'addFault'>, cidr = '0.0.0.0/0'): void =>
  sandbox.addFault({
    match: { kind: 'AWS::EC2::SecurityGroup', resource: 'data' },
    effect: {
      type: 'set-field',
      path: 'configuration.ipPermissions',
      value: [
        {
          ipProtocol: 'tcp',
          fromPort: 5432,
          toPort: 5432,
          ipv4Ranges: [{ cidrIp: cidr }],
          ipv6Ranges: [],
          prefixListIds: [],
          userIdGroupPairs: [],
        },
      ],
    },
  });
