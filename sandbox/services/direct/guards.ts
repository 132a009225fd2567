/**
 * AWS's own guards of a region. Sources: Amazon GuardDuty, AWS Security Hub and IAM Access Analyzer API References.
 */
import { answer, refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import { listHandler, liveItems, oneHandler } from './listing.ts';
import { fieldsOf } from './names.ts';

const detector = 'AWS::GuardDuty::Detector';

export const guarddutyOperations: Readonly<Record<string, Handler>> = {
  ListDetectors: listHandler({
    kind: detector,
    limit: { name: 'MaxResults', otherwise: 50 },
    most: 50,
    token: { asked: 'NextToken', given: 'NextToken' },
    badToken: refuse(400, 'BadRequestException', 'The request is rejected because the token is not valid.'),
    row: (item) => item.resourceId,
    wrap: (DetectorIds) => ({ DetectorIds }),
  }),
  GetDetector: oneHandler({
    kind: detector,
    find: (item, { input }) => item.resourceId === input['DetectorId'],
    absent: refuse(
      400,
      'BadRequestException',
      'The request is rejected because the input detectorId is not owned by the current account.',
    ),
    value: (item) => ({
      Status: fieldsOf(item)['Enable'] === true ? 'ENABLED' : 'DISABLED',
      FindingPublishingFrequency: fieldsOf(item)['FindingPublishingFrequency'],
      ServiceRole: `arn:aws:iam::${item.accountId}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
      CreatedAt: item.resourceCreationTime,
      Tags: Object.fromEntries(item.tags),
    }),
  }),
};

export const securityhubOperations: Readonly<Record<string, Handler>> = {
  DescribeHub: (call, context) => {
    const [hub] = liveItems(context, call, 'AWS::SecurityHub::Hub');
    return hub === undefined
      ? refuse(401, 'InvalidAccessException', `Account ${call.account} is not subscribed to AWS Security Hub`)
      : answer({
          HubArn: hub.arn,
          SubscribedAt: hub.resourceCreationTime,
          AutoEnableControls: fieldsOf(hub)['AutoEnableControls'],
        });
  },
};

export const accessAnalyzerOperations: Readonly<Record<string, Handler>> = {
  ListAnalyzers: listHandler({
    kind: 'AWS::AccessAnalyzer::Analyzer',
    limit: { name: 'maxResults', otherwise: 100 },
    most: 100,
    token: { asked: 'nextToken', given: 'nextToken' },
    badToken: refuse(400, 'ValidationException', 'The token is not valid'),
    where: (item, { input }) => input['type'] === undefined || fieldsOf(item)['Type'] === input['type'],
    row: (item) => ({
      arn: item.arn,
      name: item.resourceName,
      type: fieldsOf(item)['Type'],
      status: fieldsOf(item)['Status'],
      createdAt: item.resourceCreationTime,
      tags: Object.fromEntries(item.tags),
    }),
    wrap: (analyzers) => ({ analyzers }),
  }),
};
