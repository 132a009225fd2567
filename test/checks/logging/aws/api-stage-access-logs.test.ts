import { apiStageAccessLogs } from '#checks/logging/aws/api-stage-access-logs.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const settings = (accessLogs: string) => ({ settings: known({ accessLogs, webAcl: 'none' }) });
const group = 'arn:aws:logs:eu-west-1:111122223333:log-group:access';

describeCheck(apiStageAccessLogs, {
  pass: {
    'a stage of a REST API with a log group': resource('AWS::ApiGateway::Stage', settings(group)),
    'a stage of an HTTP API with a log group': resource('AWS::ApiGatewayV2::Stage', settings(group)),
  },
  fail: {
    'a stage of a REST API without': [
      resource('AWS::ApiGateway::Stage', settings('none')),
      ['settings/accessLogs'],
    ],
    'a stage of an HTTP API without': [
      resource('AWS::ApiGatewayV2::Stage', settings('none')),
      ['settings/accessLogs'],
    ],
  },
});
