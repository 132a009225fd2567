/**
 * The permissions of Google Cloud that a set of checks needs, derived from what they declare, and the custom role that
 * gives them and nothing else.
 */
import { stringify } from 'yaml';
import type { Check } from '#model/check.ts';
import { isGcpKind } from '#model/gcp/kinds.ts';
import { partSource } from '#model/part-sources.ts';
import { compareText } from '#model/resource.ts';

export interface GcpUse {
  /** Permission, e.g. `cloudasset.assets.listResource`. */
  readonly action: string;
  /** `kind.part` of what is read by it, sorted; empty where only the scan itself needs it. */
  readonly parts: readonly string[];
  /** Ids of the checks that hang on it, sorted; empty where only the scan itself needs it. */
  readonly checks: readonly string[];
}

/** Which projects there are is asked whichever checks are enabled. */
const scanPermission = 'cloudasset.assets.listResource';

/** Sorted by permission. Checks of other clouds are left out. */
export const gcpPermissionsFor = (checks: readonly Check[]): readonly GcpUse[] => {
  const uses = new Map<string, { readonly parts: Set<string>; readonly checks: Set<string> }>();
  const use = (action: string) => {
    const open = uses.get(action) ?? { parts: new Set<string>(), checks: new Set<string>() };
    uses.set(action, open);
    return open;
  };
  use(scanPermission);
  for (const check of checks) {
    // It looks at what the others look at.
    if (check.compares !== undefined) continue;
    for (const kind of check.on) {
      if (!isGcpKind(kind)) continue;
      // A kind is listed before any of its parts is joined.
      use(scanPermission).checks.add(check.id);
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

/** As `gcloud iam roles create plumblineReader --file` takes it. */
export const gcpRole = (permissions: Iterable<string>): string =>
  stringify({
    title: 'Plumbline Reader',
    description: 'Reads what the enabled checks of Plumbline look at, and nothing else.',
    stage: 'GA',
    includedPermissions: [...new Set(permissions)].sort(compareText),
  });
