/** Web ACLs of a region, and of CloudFront. Source: AWS WAF API Reference (V2). */
import type { ConfigItem } from '#sandbox/estate/estate.ts';
import { type Call, refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import { listHandler, oneHandler } from './listing.ts';
import { fieldsOf } from './names.ts';

const kind = 'AWS::WAFv2::WebACL';

const noItem = refuse(
  400,
  'WAFNonexistentItemException',
  "AWS WAF couldn't perform the operation because your resource doesn't exist.",
);

const isOfScope = (item: ConfigItem, { input }: Call): boolean =>
  (input['Scope'] === 'CLOUDFRONT') === (item.arn ?? '').includes(':global/webacl/');

const listWebAcls = listHandler({
  kind,
  limit: { name: 'Limit', otherwise: 100 },
  most: 100,
  token: { asked: 'NextMarker', given: 'NextMarker' },
  badToken: refuse(
    400,
    'WAFInvalidParameterException',
    'Error reason: The parameter is not valid, field: NEXT_MARKER',
  ),
  where: isOfScope,
  row: (item) => ({ Name: item.resourceName, Id: item.resourceId, ARN: item.arn, LockToken: 'lock' }),
  wrap: (WebACLs) => ({ WebACLs }),
});

export const wafv2Operations: Readonly<Record<string, Handler>> = {
  ListWebACLs: (call, context) =>
    call.input['Scope'] === 'CLOUDFRONT' && call.region !== 'us-east-1'
      ? refuse(
          400,
          'WAFInvalidParameterException',
          'Error reason: The scope is not valid., field: SCOPE_VALUE',
        )
      : listWebAcls(call, context),
  GetWebACL: oneHandler({
    kind,
    find: (item, call) => item.resourceId === call.input['Id'] && isOfScope(item, call),
    absent: noItem,
    value: (item) => {
      const { defaultAction, rules } = item.supplementaryConfiguration['ofService'] as {
        readonly defaultAction: unknown;
        readonly rules: unknown;
      };
      return {
        WebACL: {
          Name: item.resourceName,
          Id: item.resourceId,
          ARN: item.arn,
          DefaultAction: defaultAction,
          Rules: rules,
          VisibilityConfig: fieldsOf(item)['visibilityConfig'],
        },
      };
    },
  }),
  GetLoggingConfiguration: oneHandler({
    kind,
    find: (item, { input }) => item.arn === input['ResourceArn'],
    absent: noItem,
    value: (item) => {
      const { logsTo } = item.supplementaryConfiguration['ofService'] as { readonly logsTo: unknown };
      return logsTo === undefined
        ? noItem
        : { LoggingConfiguration: { ResourceArn: item.arn, LogDestinationConfigs: [logsTo] } };
    },
  }),
};
