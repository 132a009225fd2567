/** Log groups. Source: Amazon CloudWatch Logs API Reference, DescribeLogGroups. */
import { refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import { listHandler } from './listing.ts';
import { fieldsOf } from './names.ts';

export const logsOperations: Readonly<Record<string, Handler>> = {
  DescribeLogGroups: listHandler({
    kind: 'AWS::Logs::LogGroup',
    limit: { name: 'limit', otherwise: 50 },
    most: 50,
    token: { asked: 'nextToken', given: 'nextToken' },
    badToken: refuse(400, 'InvalidParameterException', 'The specified nextToken is invalid.'),
    row: (item) => ({ ...fieldsOf(item), arn: `${item.arn ?? ''}:*`, logGroupArn: item.arn }),
    wrap: (logGroups) => ({ logGroups }),
  }),
};
