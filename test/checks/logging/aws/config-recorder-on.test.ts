import { configRecorderOn } from '#checks/logging/aws/config-recorder-on.ts';
import type { ConfigRecorder } from '#model/aws/data.ts';
import { known } from '#model/reading.ts';
import { healthyParts, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

type Recording = ConfigRecorder['recording'];

const healthy = healthyParts['AWS::Config::ConfigurationRecorder'].recording;
const recorder = (recording: Recording) =>
  resource('AWS::Config::ConfigurationRecorder', { recording: known(recording) });
const recording = (overrides: Partial<Exclude<Recording, 'none'>>): Recording =>
  healthy === 'none' ? healthy : { ...healthy, ...overrides };

describeCheck(configRecorderOn, {
  pass: {
    'on, for everything': recorder(healthy),
    'on, and about to deliver for the first time': recorder(recording({ lastStatus: 'PENDING' })),
    'on, with one kind left out': recorder(
      recording({ allSupported: false, excluded: ['AWS::EC2::NetworkInterface'] }),
    ),
  },
  fail: {
    'the region has none': [recorder('none'), ['recording']],
    stopped: [recorder(recording({ on: false })), ['recording/on']],
    'on, but failing': [recorder(recording({ lastStatus: 'FAILURE' })), ['recording/lastStatus']],
  },
});
