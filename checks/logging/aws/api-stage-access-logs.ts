import { defineCheck } from '#model/check.ts';
import { fail, pass } from '#model/verdict.ts';

export const apiStageAccessLogs = defineCheck({
  id: 'logging.aws.api-stage-access-logs',
  title: 'Stage of an API writes access logs',
  finding: '{name} is a stage without access logs',
  consequence: 'Nobody can say who called the API, from where, and what was handed out.',
  severity: 'medium',
  on: ['AWS::ApiGateway::Stage', 'AWS::ApiGatewayV2::Stage'],
  reads: ['settings'],
  controls: { practice: ['IAC-3'] },
  remediation:
    'Create a log group and set it as accessLogSettings.destinationArn of the stage, with a format that holds the caller, the route and the status. Verify: aws apigateway get-stage, or aws apigatewayv2 get-stage.',
  sources: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html'],
  evaluate: ({ settings }) =>
    settings.accessLogs === 'none'
      ? fail([{ path: 'settings/accessLogs', found: 'none', expected: 'a log group or stream' }])
      : pass,
});
