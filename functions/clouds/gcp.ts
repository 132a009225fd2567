import { withEnvironment } from '#config/aws-options.ts';
import { gcpOptionsOf } from '#config/gcp-options.ts';
import { gcpSource } from '#sources/gcp/source.ts';
import type { Cloud } from '../clouds.ts';

export const gcp: Cloud = {
  provider: 'gcp',
  // One moment for all of the run's processes: it is what the inventory is read at.
  open: (configuration, startedAt, env) =>
    gcpSource(
      gcpOptionsOf({ ...configuration, aws: withEnvironment(configuration.aws, { env, cwd: '/' }) }, '/'),
      () => startedAt.getTime(),
    ),
};
