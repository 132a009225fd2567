import { secretRotationOn } from '#checks/data/aws/secret-rotation-on.ts';
import { known } from '#model/reading.ts';
import { healthyParts, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const { settings } = healthyParts['AWS::SecretsManager::Secret'];
const secret = (rotationEnabled: boolean, rotationDays: number) =>
  resource('AWS::SecretsManager::Secret', {
    settings: known({ ...settings, rotationEnabled, rotationDays }),
  });

describeCheck(secretRotationOn, {
  pass: { 'every month': secret(true, 30), 'by a schedule without days': secret(true, 0) },
  fail: {
    never: [secret(false, 0), ['settings/rotationEnabled']],
    'switched off, with the days still set': [secret(false, 30), ['settings/rotationEnabled']],
  },
});
