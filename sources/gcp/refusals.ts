/** The deny rules of each network, which decide what an allow rule of it is worth. */
import { internetShare, toSet } from '#model/cidr.ts';
import type { Firewall, Refusal } from '#model/gcp/network.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import type { Needs } from '#model/source.ts';
import type { Failure } from './errors.ts';
import { unreadOf } from './errors.ts';
import type { Hierarchy } from './hierarchy.ts';
import type { Joined } from './items.ts';
import { resourceOfAsset } from './items.ts';
import { permissions } from './operations.ts';
import type { Snapshot } from './snapshot.ts';

const kind = 'compute.googleapis.com/Firewall';

/** Deny rules held at once. Those beyond take nothing back: a rule may then fail that another one refuses. */
const maxRefusals = 100_000;

const notAsked = unread('not-recorded', permissions.RESOURCE, 'no check of this scan reads it');
const alone: Joined = {
  iamPolicy: notAsked,
  orgPolicies: notAsked,
  publicAccessConstraint: notAsked,
  refusals: () => notAsked,
};

/** Lists the firewall rules once before they are handed over, where somebody wants to know. */
export const refusalsOf = async (
  snapshot: Snapshot,
  hierarchy: Hierarchy,
  kinds: readonly string[],
  needs: Needs | undefined,
  signal: AbortSignal,
): Promise<Joined['refusals']> => {
  if (!kinds.includes(kind) || (needs !== undefined && needs.get(kind)?.has('refusals') !== true)) {
    return () => notAsked;
  }
  const refusals = new Refusals();
  for await (const listed of snapshot.list('RESOURCE', [kind], signal)) {
    if (listed.type === 'failed') return () => failed(listed.failure);
    if (listed.type !== 'asset') continue;
    const made = resourceOfAsset(listed.asset, hierarchy, alone, snapshot.observedAt);
    const rule = made.type === 'resource' ? made.resource.parts['rule'] : undefined;
    // One that could not be read takes nothing back.
    if (rule?.known === true) refusals.add(rule.value as Firewall['rule']);
  }
  return (rule) => known(refusals.before(rule));
};

const failed = (failure: Failure): Reading<readonly Refusal[]> => unreadOf(failure);

export class Refusals {
  readonly #byNetwork = new Map<string, Refusal[]>();
  #count = 0;

  add({ network, direction, action, disabled, ...rule }: Firewall['rule']): void {
    if (direction !== 'INGRESS' || action !== 'deny' || disabled || this.#count >= maxRefusals) return;
    this.#count += 1;
    const { priority, entries, sources, targetTags, targetAccounts } = rule;
    const list = this.#byNetwork.get(network) ?? [];
    this.#byNetwork.set(network, list);
    list.push({ priority, entries, sources, targetTags, targetAccounts });
  }

  /** Of equal priorities the one that denies comes first. */
  before({ network, direction, action, disabled, priority, sources }: Firewall['rule']): readonly Refusal[] {
    if (direction !== 'INGRESS' || action !== 'allow' || disabled) return [];
    if (internetShare(toSet(sources)).width === 'none') return [];
    return (this.#byNetwork.get(network) ?? [])
      .filter((refusal) => refusal.priority <= priority)
      .sort((a, b) => a.priority - b.priority);
  }
}
