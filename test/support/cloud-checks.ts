/** The checks of one cloud: a sandbox of another one answers none of their questions. */
import { allChecks } from '#checks/index.ts';
import type { Check } from '#model/check.ts';

export const checksOf = (cloud: 'aws' | 'azure' | 'gcp'): readonly Check[] =>
  allChecks.filter((check) => check.id.split('.')[1] === cloud);
