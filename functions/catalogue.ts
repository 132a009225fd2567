/** What this version judges by. */
import { allChecks } from '#checks/index.ts';
import type { Catalogue } from '#config/bundle.ts';
import { frameworks } from '#reports/frameworks/index.ts';

export const catalogue: Catalogue = { checks: allChecks, frameworks };
