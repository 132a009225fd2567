import { withEnvironment } from '#config/aws-options.ts';
import { azureOptionsOf } from '#config/azure-options.ts';
import { azureSource } from '#sources/azure/source.ts';
import type { Cloud } from '../clouds.ts';

export const azure: Cloud = {
  provider: 'azure',
  // The AWS section says where AWS is asked for the token that Azure takes.
  open: (configuration, _startedAt, env) =>
    azureSource(
      azureOptionsOf({ ...configuration, aws: withEnvironment(configuration.aws, { env, cwd: '/' }) }, '/'),
    ),
};
