/** How a parent is cut into shards: by what is read together, each with passes of its own. */
import { gcpPartSources, isGcpKind } from '#model/gcp/kinds.ts';
import { compareText } from '#model/resource.ts';
import type { Needs, Shard } from '#model/source.ts';
import { permissions } from './operations.ts';
import type { GcpOptions } from './options.ts';

const groupOf = (kind: string): string => {
  const service = kind.slice(0, kind.indexOf('.'));
  if (service === 'cloudresourcemanager' || service === 'iam') return 'identity';
  return service === 'compute' || service === 'container' ? 'network' : 'data';
};

export const gcpKinds: readonly string[] = Object.keys(gcpPartSources).sort(compareText);

export const chosenKinds = ({ kinds }: Pick<GcpOptions, 'kinds'>): readonly string[] =>
  kinds.length === 0 ? gcpKinds : gcpKinds.filter((kind) => kinds.includes(kind));

/** `gcp/organizations/300000000003/network`. */
export const shardsOf = (parent: string, kinds: readonly string[]): readonly Shard[] => {
  const groups = new Map<string, string[]>();
  for (const kind of kinds) groups.set(groupOf(kind), [...(groups.get(groupOf(kind)) ?? []), kind]);
  return [...groups].map(([group, ofGroup]) => ({
    name: `gcp/${parent}/${group}`,
    provider: 'gcp' as const,
    account: accountOfParent(parent),
    region: '*',
    kinds: ofGroup,
  }));
};

export const parentOf = (shard: Shard): string => shard.name.split('/').slice(1, -1).join('/');

/** Below an organisation or a folder lie many; a project given by its number has another account id. */
export const accountOfParent = (parent: string): string =>
  parent.startsWith('projects/') && !/^projects\/\d+$/.test(parent) ? parent.slice('projects/'.length) : '*';

/** Kinds of these for which a part is needed that this content gives. Without a plan, every part is. */
export const needing = (
  content: 'IAM_POLICY' | 'ORG_POLICY',
  kinds: readonly string[],
  needs: Needs | undefined,
): readonly string[] =>
  kinds.filter(
    (kind) =>
      isGcpKind(kind) &&
      Object.entries(gcpPartSources[kind]).some(
        ([part, source]) =>
          source.actions.some((action) => action === permissions[content]) &&
          (needs === undefined || needs.get(kind)?.has(part) === true),
      ),
  );
