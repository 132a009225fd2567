/**
 * Web ACLs: those of a region, and in us-east-1 those of CloudFront, which belong to no region and are kept there.
 * Source: AWS WAF API Reference (V2).
 */
import type { Scope, Statement } from '@aws-sdk/client-wafv2';
import type { Outcome } from '../clients.ts';
import { malformed } from '../estate.ts';
import type { DirectKind, DirectPage, DirectPlace, Found } from './kind.ts';
import { configNames, detail, rowOf } from './kind.ts';

const list = 'wafv2:ListWebACLs';

/** Where CloudFront's are kept, in the partition that has it. */
const isHomeOfCloudFront = ({ region, partition }: DirectPlace): boolean =>
  region === 'us-east-1' && partition === 'aws';

const scopeOf = (found: Found): Scope =>
  found.arn?.includes(':global/webacl/') === true ? 'CLOUDFRONT' : 'REGIONAL';

const pageOf = async (
  place: DirectPlace,
  scope: Scope,
  marker: string | undefined,
): Promise<Outcome<DirectPage>> => {
  const answer = await place.call(list, {
    Scope: scope,
    // The longest page.
    Limit: 100,
    ...(marker === undefined ? {} : { NextMarker: marker }),
  });
  if (!answer.ok) return answer;
  const { WebACLs, NextMarker } = answer.value;
  if (!Array.isArray(WebACLs)) return malformed(list, 'the answer holds no list');
  const rows: Found[] = [];
  for (const { ARN, Id, Name } of WebACLs) {
    const row = rowOf(list, ARN, place, {
      resourceId: Id,
      ...(Name === undefined ? {} : { resourceName: Name }),
      configuration: { id: Id, name: Name },
    });
    if (row === 'left-out') continue;
    if ('problem' in row) return malformed(list, row.problem);
    rows.push(row);
  }
  return { ok: true, value: { rows, next: NextMarker === '' ? undefined : NextMarker } };
};

/** The console's "override all rule actions" leaves the group as it is, and sets each of its rules to count. */
const isWeakened = (statement: Statement | undefined): boolean => {
  const group = statement?.ManagedRuleGroupStatement ?? statement?.RuleGroupReferenceStatement;
  return (
    (group?.ExcludedRules?.length ?? 0) > 0 ||
    (group?.RuleActionOverrides ?? []).some(
      ({ ActionToUse: use }) => use?.Count !== undefined || use?.Allow !== undefined,
    )
  );
};

const webAcl: DirectKind = {
  kind: 'AWS::WAFv2::WebACL',
  action: list,
  // A token says whose page it is of: `REGIONAL ` or `CLOUDFRONT `, and what the service calls the page.
  page: async (place, token) => {
    const [, scope = 'REGIONAL', marker = ''] = /^(REGIONAL|CLOUDFRONT) (.*)$/s.exec(token ?? '') ?? [];
    const answer = await pageOf(place, scope as Scope, marker === '' ? undefined : marker);
    if (!answer.ok) return answer;
    const { rows, next } = answer.value;
    if (next !== undefined) return { ok: true, value: { rows, next: `${scope} ${next}` } };
    const more = scope === 'REGIONAL' && isHomeOfCloudFront(place);
    return { ok: true, value: { rows, next: more ? 'CLOUDFRONT ' : undefined } };
  },
  details: [
    detail({
      action: 'wafv2:GetWebACL',
      parts: ['settings'],
      input: (found) => ({
        Name: found.resourceName ?? '',
        Id: found.resourceId,
        Scope: scopeOf(found),
      }),
      trees: ({ WebACL: acl }) => {
        if (acl === undefined) return { problem: 'the answer describes no web ACL' };
        // What the rules look for is nobody's to judge here, and may hold bytes.
        const rules = acl.Rules?.map(({ Name, Priority, Action, OverrideAction, Statement }) => ({
          Name,
          Priority,
          Action,
          OverrideAction,
          weakened: isWeakened(Statement),
        }));
        const { DefaultAction } = acl;
        const managedGroups = [
          ...(acl.PreProcessFirewallManagerRuleGroups ?? []),
          ...(acl.PostProcessFirewallManagerRuleGroups ?? []),
        ].filter(({ OverrideAction }) => OverrideAction?.Count === undefined).length;
        return { configuration: configNames({ DefaultAction, Rules: rules ?? [], managedGroups }) };
      },
    }),
    detail({
      action: 'wafv2:GetLoggingConfiguration',
      parts: ['logging'],
      input: ({ arn }) => ({ ResourceArn: arn ?? '' }),
      trees: ({ LoggingConfiguration: logging }) =>
        logging?.LogDestinationConfigs === undefined
          ? { problem: 'the answer names no destination' }
          : { supplementary: { logging: logging.LogDestinationConfigs } },
      // One code for a web ACL without logging and for no web ACL.
      none: { codes: ['WAFNonexistentItemException'], trees: { supplementary: { logging: [] } } },
    }),
  ],
};

export const wafKinds: readonly DirectKind[] = [webAcl];
