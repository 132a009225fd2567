/** The owners of the configuration as rules that reports and alerts ask alike. */
import { matchesPattern } from '#engine/text-pattern.ts';
import type { OwnerRule, OwnerSubject } from '#model/owner.ts';
import type { OwnerLine } from './owners-schema.ts';
import type { Configuration } from './schema.ts';

type Owners = Pick<Configuration, 'owners'>;

export const ownerRulesOf = ({ owners }: Owners): readonly OwnerRule[] =>
  isTags(owners) ? owners.tags.map((tag) => ({ tag, matches: () => true })) : owners.map(ruleOf);

/** Tags that a scan has to keep for them. */
export const ownerTagsOf = ({ owners }: Owners): readonly string[] =>
  isTags(owners) ? owners.tags : [...new Set(owners.flatMap(({ tag }) => (tag === undefined ? [] : [tag])))];

const isTags = (owners: Configuration['owners']): owners is { tags: string[] } => !Array.isArray(owners);

const ruleOf = (line: OwnerLine): OwnerRule => ({
  matches: (subject) => fits(line, subject),
  ...(line.tag === undefined ? {} : { tag: line.tag }),
  ...(line.owner === undefined ? {} : { owner: line.owner }),
});

const fits = ({ account, unit, project, group, name }: OwnerLine, subject: OwnerSubject): boolean =>
  (account === undefined || matchesPattern(account, subject.account)) &&
  (unit === undefined || unit.some((one) => matchesPattern(one, subject.account))) &&
  (project === undefined || (subject.provider === 'gcp' && matchesPattern(project, subject.account))) &&
  (group === undefined || inGroup(group, subject)) &&
  (name === undefined || matchesPattern(name, subject.name));

/** Azure compares names of resource groups without case (Azure Resource Manager, naming rules). */
const inGroup = (group: string, { provider, id }: OwnerSubject): boolean => {
  const name = /\/resourcegroups\/([^/]+)/iu.exec(id)?.[1];
  return (
    provider === 'azure' && name !== undefined && matchesPattern(group.toLowerCase(), name.toLowerCase())
  );
};
