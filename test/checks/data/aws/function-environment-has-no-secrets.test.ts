import { functionEnvironmentHasNoSecrets } from '#checks/data/aws/function-environment-has-no-secrets.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const functionWith = (...secrets: readonly (readonly [string, string])[]) =>
  resource('AWS::Lambda::Function', {
    environmentSecrets: known(secrets.map(([path, detector]) => ({ path, detector }))),
  });

describeCheck(functionEnvironmentHasNoSecrets, {
  pass: { 'nothing was recognised': functionWith() },
  fail: {
    'an access key and a password': [
      functionWith(['AWS_KEY', 'aws-access-key'], ['DB_PASSWORD', 'named-password']),
      ['environmentSecrets/AWS_KEY', 'environmentSecrets/DB_PASSWORD'],
    ],
  },
});
