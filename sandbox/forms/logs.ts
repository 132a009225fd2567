/** Log groups and web ACLs. */
import * as z from 'zod';
import { defineForm, keyReference, text, whole } from './form.ts';
import { arnOf, hexOf } from './ids.ts';

const logGroup = defineForm(
  'AWS::Logs::LogGroup',
  {
    /** Days; 0 is for ever. */
    retention: whole(0),
    key: text('none'),
  },
  (name, short, place) => ({
    id: name,
    name,
    arn: arnOf('logs', `log-group:${name}`, place),
    configuration: {
      logGroupName: name,
      creationTime: Date.parse(place.createdAt),
      metricFilterCount: 0,
      storedBytes: 1024,
      logGroupClass: 'STANDARD',
      ...(short.retention === 0 ? {} : { retentionInDays: short.retention }),
      ...(short.key === 'none' ? {} : { kmsKeyId: keyReference(short.key, place) }),
    },
  }),
);

const action = z.enum(['Block', 'Allow', 'Count', 'Captcha']);

/** A rule that names a group of rules is overridden, or not; any other acts by itself. */
const ruleOf = (name: string, does: string, index: number) => {
  const group = /^group( count)?$/.exec(does);
  return {
    Name: name,
    Priority: index,
    VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: name },
    ...(group === null
      ? {
          Action: { [action.parse(does)]: {} },
          Statement: { GeoMatchStatement: { CountryCodes: ['AQ'] } },
        }
      : {
          OverrideAction: group[1] === undefined ? { None: {} } : { Count: {} },
          Statement: {
            ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' },
          },
        }),
  };
};

const webAcl = defineForm(
  'AWS::WAFv2::WebACL',
  {
    scope: z.enum(['regional', 'global']).default('regional'),
    /** What becomes of what no rule decides. */
    otherwise: z.enum(['Allow', 'Block']).default('Allow'),
    /** Name of a rule to `group`, `group count`, or what it does. */
    rules: z.record(z.string(), z.string()).default(() => ({ common: 'group' })),
    /** Log group, or `none`. */
    logs: text('aws-waf-logs-central'),
  },
  (name, short, place) => {
    const hex = hexOf(`${place.account}/${place.region}/${short.scope}/webacl/${name}`, 32);
    const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    const arn = arnOf('wafv2', `${short.scope}/webacl/${name}/${id}`, place);
    return {
      id,
      name,
      arn,
      configuration: {
        id,
        name,
        resourceARN: arn,
        capacity: 700,
        visibilityConfig: {
          sampledRequestsEnabled: true,
          cloudWatchMetricsEnabled: true,
          metricName: name,
        },
      },
      // AWS Config keeps neither; the sandbox keeps them here for the service.
      supplementary: {
        ofService: {
          defaultAction: { [short.otherwise]: {} },
          rules: Object.entries(short.rules).map(([rule, does], index) => ruleOf(rule, does, index)),
          ...(short.logs === 'none' ? {} : { logsTo: arnOf('logs', `log-group:${short.logs}`, place) }),
        },
      },
    };
  },
);

export const logForms = [logGroup, webAcl];
