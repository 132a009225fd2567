/** GetAccountAuthorizationDetails: one page is filled across the four lists. Source: IAM API Reference. */
import type { JsonObject, Series } from '#sandbox/estate/estate.ts';
import { mapSeries } from '#sandbox/estate/estate.ts';
import { groupDetail, policyDetail, roleDetail, userDetail } from '#sandbox/estate/iam-details.ts';
import type { IamFacts } from '#sandbox/estate/iam-facts.ts';
import { answer, type Carried, refuse } from '#sandbox/protocol/call.ts';
import { type Position, start } from './page-tokens.ts';
import { accountOf, type Handler, isEmptyPage, readLimit } from './service.ts';

interface Section {
  readonly filter: string;
  readonly list: 'UserDetailList' | 'GroupDetailList' | 'RoleDetailList' | 'Policies';
  readonly kind: string;
  readonly details: Series<JsonObject>;
}

const sectionsOf = (iam: IamFacts): Section[] => [
  {
    filter: 'User',
    list: 'UserDetailList',
    kind: 'AWS::IAM::User',
    details: mapSeries(iam.users, userDetail),
  },
  {
    filter: 'Group',
    list: 'GroupDetailList',
    kind: 'AWS::IAM::Group',
    details: mapSeries(iam.groups, groupDetail),
  },
  {
    filter: 'Role',
    list: 'RoleDetailList',
    kind: 'AWS::IAM::Role',
    details: mapSeries(iam.roles, roleDetail),
  },
  {
    filter: 'LocalManagedPolicy',
    list: 'Policies',
    kind: 'AWS::IAM::Policy',
    details: mapSeries(iam.policies, policyDetail),
  },
  {
    filter: 'AWSManagedPolicy',
    list: 'Policies',
    kind: 'AWS::IAM::Policy',
    details: mapSeries(iam.awsPolicies, policyDetail),
  },
];

const nameOf = (detail: JsonObject): string =>
  String(detail['UserName'] ?? detail['GroupName'] ?? detail['RoleName'] ?? detail['PolicyName'] ?? '');

export const getAuthorizationDetails: Handler = (call, context) => {
  const { input } = call;
  const all = sectionsOf(accountOf(context, call.account).iam);
  const filter = Array.isArray(input['Filter']) ? (input['Filter'] as unknown[]) : [];
  const wrong = filter.find((name) => !all.some((section) => section.filter === name));
  if (wrong !== undefined) {
    return refuse(
      400,
      'ValidationError',
      `Value '${wrong}' at 'filter' failed to satisfy constraint: [User, Role, Group, LocalManagedPolicy, AWSManagedPolicy]`,
    );
  }
  const limit = readLimit(input['MaxItems'], 1, 1000, 100);
  if (limit === undefined) {
    return refuse(
      400,
      'ValidationError',
      `Value '${input['MaxItems']}' at 'maxItems' must be between 1 and 1000`,
    );
  }
  const sections = all.filter((section) => filter.length === 0 || filter.includes(section.filter));
  const scope = [call.action, call.account, filter];
  const marker = input['Marker'];
  const at = marker === undefined ? start : context.tokens.open(scope, String(marker));
  if (at === undefined) return refuse(400, 'ValidationError', 'Invalid Marker.');
  const lists: Record<Section['list'], JsonObject[]> = {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
  };
  const carried: Carried[] = [];
  let room = isEmptyPage(context.habits, at.page) ? 0 : Math.min(limit, context.habits.longestPage);
  let { list, index } = at;
  let last: Position | undefined;
  while (list < sections.length) {
    const section = sections[list];
    if (section === undefined || index >= section.details.size) {
      list++;
      index = 0;
      continue;
    }
    if (room === 0) break;
    const detail = section.details.at(index);
    const target = lists[section.list];
    const position = target.push(detail) - 1;
    carried.push({
      kind: section.kind,
      account: call.account,
      region: call.region,
      names: [nameOf(detail), String(detail['Arn']), String(detail['UserId'] ?? detail['RoleId'] ?? '')],
      form: 'detail',
      value: () => target[position] ?? detail,
      replace: (value) => {
        target[position] = value;
      },
    });
    last = { list, index, page: at.page + 1 };
    index++;
    room--;
  }
  const next =
    list < sections.length ? context.tokens.seal(scope, { list, index, page: at.page + 1 }) : undefined;
  const empty = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] };
  return answer((token) => ({ ...lists, IsTruncated: token !== undefined, Marker: token }), {
    next,
    odd: {
      again: context.tokens.seal(scope, at),
      overlapping: next && last && context.tokens.seal(scope, last),
      empty: () => ({
        ...empty,
        IsTruncated: true,
        Marker: context.tokens.seal(scope, { ...at, page: at.page + 1 }),
      }),
    },
    carried,
    kinds: [...new Set(sections.map((section) => section.kind))],
  });
};
