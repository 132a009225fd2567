/** Web ACLs: some that let everything through, and one that stops requests and may log them. */
import type { Rule } from '@aws-sdk/client-wafv2';
import {
  CreateWebACLCommand,
  ListWebACLsCommand,
  PutLoggingConfigurationCommand,
  WAFV2Client,
} from '@aws-sdk/client-wafv2';
import type { Place } from './place.ts';
import { given, region } from './place.ts';

const seen = (name: string) => ({
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled: true,
  MetricName: name,
});

const rule = (name: string, action: Pick<Rule, 'Action'>): Rule => ({
  Name: name,
  Priority: 0,
  Statement: { GeoMatchStatement: { CountryCodes: ['AQ'] } },
  VisibilityConfig: seen(name),
  ...action,
});

const create = async (
  wafv2: WAFV2Client,
  name: string,
  scope: 'REGIONAL' | 'CLOUDFRONT',
  rules: readonly Rule[],
): Promise<string> => {
  const { Summary } = await wafv2.send(
    new CreateWebACLCommand({
      Name: name,
      Scope: scope,
      DefaultAction: { Allow: {} },
      Rules: [...rules],
      VisibilityConfig: seen(name),
    }),
  );
  return given(name, Summary?.ARN);
};

export const buildWebAcls = async ({ settings }: Place): Promise<void> => {
  const wafv2 = new WAFV2Client(settings);
  await create(wafv2, 'acl-empty', 'REGIONAL', []);
  await create(wafv2, 'acl-counting', 'REGIONAL', [rule('counts', { Action: { Count: {} } })]);
  await create(wafv2, 'acl-blocking', 'REGIONAL', [rule('blocks', { Action: { Block: {} } })]);
};

/** Of those that can stop a request, in a log group. */
export const logWebAcl = async ({ account, settings }: Place): Promise<void> => {
  const wafv2 = new WAFV2Client(settings);
  const { WebACLs = [] } = await wafv2.send(new ListWebACLsCommand({ Scope: 'REGIONAL' }));
  await wafv2.send(
    new PutLoggingConfigurationCommand({
      LoggingConfiguration: {
        ResourceArn: WebACLs.find(({ Name }) => Name === 'acl-blocking')?.ARN,
        LogDestinationConfigs: [`arn:aws:logs:${region}:${account}:log-group:aws-waf-logs-acl`],
      },
    }),
  );
};

/** ARN of one that a distribution may have: those are kept in one region, which is not scanned here. */
export const buildDistributionAcl = ({ settings }: Place): Promise<string> =>
  create(new WAFV2Client({ ...settings, region: 'us-east-1' }), 'acl-of-distribution', 'CLOUDFRONT', [
    rule('blocks', { Action: { Block: {} } }),
  ]);
