/** `owners` of plumbline.yaml: an ordered list of rules, or (as it began) the tags that name an owner. */
import * as z from 'zod';
import { list, section, text } from './fields.ts';

const pattern = (description: string) => text(`${description} \`*\` stands for any characters.`).optional();

const rule = section(
  {
    tag: text('Tag whose value is the owner. A resource without it goes on to the next rule.').optional(),
    owner: text('The owner, where no tag says it.').optional(),
    account: pattern('Account, subscription or project id that the rule is for.'),
    unit: list(
      text('Account id; `*` stands for any characters.'),
      'Accounts of a unit of the organisation that the rule is for.',
    ).optional(),
    project: pattern('Google Cloud project that the rule is for.'),
    group: pattern('Resource group of Azure that the rule is for.'),
    name: pattern('Name of a resource that the rule is for.'),
  },
  'The first rule that has an answer names the owner; one without a condition is the default.',
).refine(({ tag, owner }) => (tag === undefined) !== (owner === undefined), {
  error: "must have 'tag' or 'owner', and not both",
});

export const ownersSection = z
  .union(
    [
      section(
        { tags: list(text('Tag key.'), 'Tags that name an owner.').default(['owner', 'team']) },
        'Tags that name an owner.',
      ),
      list(rule, 'Ordered rules.'),
    ],
    { error: "must be a list of rules, or a section with 'tags'" },
  )
  .default({ tags: ['owner', 'team'] })
  .describe('How owners are found: an ordered list of rules, or `tags`, a list of tag keys.');

export type OwnerLine = z.output<typeof rule>;
