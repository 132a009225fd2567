import { instanceMetadataV2 } from '#checks/network/aws/instance-metadata-v2.ts';
import type { Instance } from '#model/aws/network.ts';
import { known } from '#model/reading.ts';
import { healthyParts, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const { settings } = healthyParts['AWS::EC2::Instance'];
const instance = (metadata: Instance['metadata'], state = 'running') =>
  resource('AWS::EC2::Instance', { metadata: known(metadata), settings: known({ ...settings, state }) });

const open = { endpoint: 'enabled', tokens: 'optional', hopLimit: 1 };

describeCheck(instanceMetadataV2, {
  pass: {
    'tokens required': instance({ ...open, tokens: 'required' }),
    'tokens required, two hops for containers': instance({ ...open, tokens: 'required', hopLimit: 2 }),
    'no endpoint at all': instance({ ...open, endpoint: 'disabled' }),
  },
  fail: {
    'tokens optional': [instance(open), ['metadata/tokens']],
    'stopped, which is not gone': [instance(open, 'stopped'), ['metadata/tokens']],
  },
  unknown: { 'the item carries no options': instance('none') },
  notApplicable: { terminated: instance(open, 'terminated') },
});
