import type { Check } from '#model/check.ts';

/** Earlier id → today's. An alias that is again a check's own id stays that check's. */
export const renamedChecks = (
  checks: readonly Pick<Check, 'id' | 'aliases'>[],
): ReadonlyMap<string, string> => {
  const ids = new Set(checks.map((check) => check.id));
  const renamed = new Map<string, string>();
  for (const check of checks) {
    for (const alias of check.aliases ?? []) if (!ids.has(alias)) renamed.set(alias, check.id);
  }
  return renamed;
};
