/** The functions that ask no cloud: they know the store, and what is in it. */
import { beginHandler } from '../begin.ts';
import { commitHandler } from '../commit.ts';
import { giveUpHandler } from '../give-up.ts';
import { listShardsHandler } from '../list-shards.ts';
import { reportHandler } from '../report.ts';
import { openRuntime } from '../runtime.ts';

const runtime = openRuntime('service');

export const begin = beginHandler(runtime);
export const listShards = listShardsHandler(runtime);
export const giveUp = giveUpHandler(runtime);
export const commit = commitHandler(runtime);
export const report = reportHandler(runtime);
