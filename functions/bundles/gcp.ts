/** The functions that ask Google Cloud, and nothing of another cloud. */
import { gcpOptionsOf } from '#config/gcp-options.ts';
import { gcpSource } from '#sources/gcp/source.ts';
import type { Cloud } from '../clouds.ts';
import { keepSource } from '../clouds.ts';
import { planHandler } from '../plan.ts';
import { openRuntime } from '../runtime.ts';
import { scanShardHandler } from '../scan-shard.ts';

const cloud: Cloud = {
  provider: 'gcp',
  // One moment for all of the run's processes: it is what the inventory is read at.
  open: (configuration, startedAt) => gcpSource(gcpOptionsOf(configuration), () => startedAt.getTime()),
};

const runtime = openRuntime('gcp');
const sources = keepSource(cloud, runtime.env);

export const plan = planHandler(runtime, cloud.provider, sources);
export const scanShard = scanShardHandler(runtime, sources);
