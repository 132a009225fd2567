/** The functions that ask Azure, and nothing of another cloud. */
import { azureOptionsOf } from '#config/azure-options.ts';
import { azureSource } from '#sources/azure/source.ts';
import type { Cloud } from '../clouds.ts';
import { keepSource } from '../clouds.ts';
import { planHandler } from '../plan.ts';
import { openRuntime } from '../runtime.ts';
import { scanShardHandler } from '../scan-shard.ts';

const cloud: Cloud = {
  provider: 'azure',
  open: (configuration) => azureSource(azureOptionsOf(configuration, '/')),
};

const runtime = openRuntime('azure');
const sources = keepSource(cloud, runtime.env);

export const plan = planHandler(runtime, cloud.provider, sources);
export const scanShard = scanShardHandler(runtime, sources);
