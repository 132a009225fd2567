import { awsOptionsOf, withEnvironment } from '#config/aws-options.ts';
import { awsSource } from '#sources/aws/source.ts';
import type { Cloud } from '../clouds.ts';

export const aws: Cloud = {
  provider: 'aws',
  open: (configuration, _startedAt, env) =>
    awsSource(
      awsOptionsOf({ ...configuration, aws: withEnvironment(configuration.aws, { env, cwd: '/' }) }, '/'),
    ),
};
