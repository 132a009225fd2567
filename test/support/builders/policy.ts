/** Policy documents for tests, written as they stand in the IAM console. */
import type { PolicyCondition, PolicyDocument, Principals } from '#model/policy/document.ts';

type Words = string | readonly string[];

export interface StatementJson {
  readonly Sid?: string;
  readonly Effect?: 'Allow' | 'Deny';
  readonly Principal?: PrincipalJson;
  readonly NotPrincipal?: PrincipalJson;
  readonly Action?: Words;
  readonly NotAction?: Words;
  readonly Resource?: Words;
  readonly NotResource?: Words;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Words>>>>;
}

type PrincipalJson =
  | '*'
  | Readonly<Partial<Record<'AWS' | 'Service' | 'Federated' | 'CanonicalUser', Words>>>;

const list = (words: Words): readonly string[] => (typeof words === 'string' ? [words] : words);

const listOrNone = (words: Words | undefined): readonly string[] | 'none' =>
  words === undefined ? 'none' : list(words);

const principals = (statement: StatementJson): Principals => {
  const json = statement.Principal ?? statement.NotPrincipal;
  if (json === undefined) return 'none';
  const not = statement.Principal === undefined;
  if (json === '*') return { not, entries: [{ type: '*', value: '*' }] };
  const types = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;
  return {
    not,
    entries: types.flatMap((type) => list(json[type] ?? []).map((value) => ({ type, value }))),
  };
};

const conditions = (statement: StatementJson): readonly PolicyCondition[] =>
  Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values: list(values) })),
  );

/** Effect is Allow where a statement does not say; Version is the current one. */
export const policy = (...statements: readonly StatementJson[]): PolicyDocument => ({
  version: '2012-10-17',
  statements: statements.map((statement, index) => ({
    label: statement.Sid ?? `#${index}`,
    effect: statement.Effect ?? 'Allow',
    principals: principals(statement),
    actions: listOrNone(statement.Action),
    notActions: listOrNone(statement.NotAction),
    resources: listOrNone(statement.Resource),
    notResources: listOrNone(statement.NotResource),
    conditions: conditions(statement),
  })),
});
