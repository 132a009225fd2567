/** Which checks and parts hang on an action, in clouds that have one way to read a part. */
import type { Check } from '#model/check.ts';
import type { Kind } from '#model/kinds.ts';
import { partSource } from '#model/part-sources.ts';
import { compareText } from '#model/resource.ts';

export interface ActionUse {
  /** As the cloud names what permits a call, e.g. `Microsoft.Storage/storageAccounts/read`. */
  readonly action: string;
  /** `kind.part` of what is read by it, sorted; empty where only the scan itself needs it. */
  readonly parts: readonly string[];
  /** Ids of the checks that hang on it, sorted; empty where only the scan itself needs it. */
  readonly checks: readonly string[];
}

interface Scope {
  /** Kinds of other clouds are left out. */
  readonly isOurs: (kind: Kind) => boolean;
  /** Needed whichever checks are enabled. */
  readonly always: readonly string[];
  /** What every check on a kind hangs on besides the calls of its parts. */
  readonly listing?: string;
}

/** Sorted by action. */
export const actionUses = (
  checks: readonly Check[],
  { isOurs, always, listing }: Scope,
): readonly ActionUse[] => {
  const uses = new Map<string, { readonly parts: Set<string>; readonly checks: Set<string> }>();
  const use = (action: string) => {
    const open = uses.get(action) ?? { parts: new Set<string>(), checks: new Set<string>() };
    uses.set(action, open);
    return open;
  };
  for (const action of always) use(action);
  for (const check of checks) {
    // It looks at what the others look at.
    if (check.compares !== undefined) continue;
    for (const kind of check.on) {
      if (!isOurs(kind)) continue;
      if (listing !== undefined) use(listing).checks.add(check.id);
      for (const part of [...check.reads, ...check.mayRead]) {
        const source = partSource(kind, part);
        if (source.from !== 'calls') continue;
        for (const action of source.actions) {
          const open = use(action);
          open.parts.add(`${kind}.${part}`);
          open.checks.add(check.id);
        }
      }
    }
  }
  return [...uses]
    .map(([action, { parts, checks: ids }]) => ({
      action,
      parts: [...parts].sort(compareText),
      checks: [...ids].sort(compareText),
    }))
    .sort((a, b) => compareText(a.action, b.action));
};
