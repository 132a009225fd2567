import { auditLogGroupKept } from '#checks/logging/aws/audit-log-group-kept.ts';
import { known, unread } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const kind = 'AWS::Logs::LogGroup';
const group = (retention: number, trails: readonly string[] = ['all'], name = 'trail/all') =>
  resource(kind, { settings: known({ name, retention, kmsKey: 'none' }), trails: known(trails) });
const unseen = (retention: number, name = 'trail/all') =>
  resource(kind, {
    settings: known({ name, retention, kmsKey: 'none' }),
    trails: unread('denied', 'cloudtrail:DescribeTrails'),
  });

describeCheck(auditLogGroupKept, {
  pass: {
    'a year': group(365),
    'for ever': group(0),
    'the log of a cluster, two years': group(731, [], '/aws/eks/shop/cluster'),
    'the log of a cluster, where the trails can not be seen': unseen(0, '/aws/eks/shop/cluster'),
  },
  fail: {
    'six months, of a trail': [group(180), ['settings/retention']],
    'the log of a cluster, one month': [group(30, [], '/aws/eks/shop/cluster'), ['settings/retention']],
    'the log of a cluster, where the trails can not be seen': [
      unseen(30, '/aws/eks/shop/cluster'),
      ['settings/retention'],
    ],
  },
  unknown: {
    'a month, where the trails can not be seen': unseen(30),
    'a year, where the trails can not be seen': unseen(365),
  },
  notApplicable: {
    'a function, one week': group(7, [], '/aws/lambda/mailer'),
    'named much like the log of a cluster': group(7, [], '/aws/eks/shop/cluster/nodes'),
  },
});
