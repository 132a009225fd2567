import { defineCheck } from '#model/check.ts';
import { fail, pass } from '#model/verdict.ts';

export const webAclLogs = defineCheck({
  id: 'logging.aws.web-acl-logs',
  title: 'Web ACL logs what it sees',
  finding: '{name} is a web ACL without logs',
  consequence:
    'Nobody can say what an attacker tried, what was let through, or why customers were turned away.',
  severity: 'medium',
  on: 'AWS::WAFv2::WebACL',
  reads: ['logging'],
  controls: { practice: ['IAC-3', 'NET-3'] },
  remediation:
    'aws wafv2 put-logging-configuration with a log group, bucket or stream whose name begins with aws-waf-logs-. Verify: aws wafv2 get-logging-configuration --resource-arn ARN.',
  sources: ['https://docs.aws.amazon.com/waf/latest/developerguide/logging.html'],
  evaluate: ({ logging }) =>
    logging.length === 0
      ? fail([{ path: 'logging', found: 'none', expected: 'a log group, bucket or stream' }])
      : pass,
});
