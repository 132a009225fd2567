/** From a seed to what goes wrong: seeds take the clouds in turn. */
import { drawAwsScenario } from './aws/scenario.ts';
import { drawAzureScenario } from './azure/scenario.ts';
import { drawGcpScenario } from './gcp/scenario.ts';
import type { Ground } from './ground.ts';
import type { Cloud, Scenario } from './scenario.ts';
import { clouds } from './scenario.ts';

export const cloudOf = (seed: number): Cloud => clouds[seed % clouds.length] ?? 'aws';

/** @param cloud the seed's own when left out; with another one the same seed is another scenario. */
export const drawScenario = (
  seed: number,
  { aws, azure, gcp }: Pick<Ground, Cloud>,
  cloud: Cloud = cloudOf(seed),
): Scenario => {
  switch (cloud) {
    case 'aws':
      return drawAwsScenario(seed, aws);
    case 'azure':
      return drawAzureScenario(seed, azure);
    case 'gcp':
      return drawGcpScenario(seed, gcp);
  }
};
