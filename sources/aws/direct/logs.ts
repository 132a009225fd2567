/** Log groups. Source: Amazon CloudWatch Logs API Reference, DescribeLogGroups. */
import type { DirectKind } from './kind.ts';
import { listedKind, ownNames, rowOf } from './kind.ts';

const action = 'logs:DescribeLogGroups';

export const logKinds: readonly DirectKind[] = [
  listedKind({
    kind: 'AWS::Logs::LogGroup',
    action,
    // The longest page.
    input: (token) => ({ limit: 50, ...(token === undefined ? {} : { nextToken: token }) }),
    rows: (output) => output.logGroups,
    next: (output) => output.nextToken,
    found: (row, place) =>
      // The older of its two ARNs ends in `:*`, and is no ARN of the group.
      rowOf(action, row.logGroupArn ?? row.arn?.replace(/:\*$/, ''), place, {
        resourceId: row.logGroupName,
        ...(row.logGroupName === undefined ? {} : { resourceName: row.logGroupName }),
        configuration: ownNames(row),
      }),
  }),
];
