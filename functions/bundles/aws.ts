/** The functions that ask AWS, and nothing of another cloud. */
import { awsOptionsOf, withEnvironment } from '#config/aws-options.ts';
import { awsSource } from '#sources/aws/source.ts';
import type { Cloud } from '../clouds.ts';
import { keepSource } from '../clouds.ts';
import { planHandler } from '../plan.ts';
import { openRuntime } from '../runtime.ts';
import { scanShardHandler } from '../scan-shard.ts';

const cloud: Cloud = {
  provider: 'aws',
  open: (configuration, _startedAt, env) =>
    awsSource(
      awsOptionsOf({ ...configuration, aws: withEnvironment(configuration.aws, { env, cwd: '/' }) }, '/'),
    ),
};

const runtime = openRuntime('aws');
const sources = keepSource(cloud, runtime.env);

export const plan = planHandler(runtime, cloud.provider, sources);
export const scanShard = scanShardHandler(runtime, sources);
