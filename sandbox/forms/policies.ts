/** Resource policies by name, for estate files; a whole document can be written out instead. */
import * as z from 'zod';
import type { JsonObject } from '#sandbox/estate/estate.ts';
import type { Place } from './form.ts';

/** A document as IAM's grammar has it; `Version` is added when it is missing. */
export const documentShape = z.record(z.string(), z.unknown());

/**
 * `own`: the account itself. `organization`: everyone in the organisation. `public`: everyone. `tls`: a denial of
 * plain HTTP and nothing else. `service`: one AWS service for the account.
 */
export const policyShape = z.union([
  z.enum(['none', 'own', 'organization', 'public', 'tls', 'public-with-tls']),
  z.string().regex(/^(account|service):\S+$/),
  documentShape,
]);

export type PolicyShort = z.output<typeof policyShape>;

const allow = (principal: unknown, actions: readonly string[], resource: string, condition?: JsonObject) => ({
  Sid: 'Allow',
  Effect: 'Allow',
  Principal: principal,
  Action: actions.length === 1 ? actions[0] : actions,
  Resource: resource,
  ...(condition === undefined ? {} : { Condition: condition }),
});

const tlsOnly = (service: string, resources: readonly string[]) => ({
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: `${service}:*`,
  Resource: resources,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

export interface PolicyTarget {
  /** Prefix of the actions. */
  readonly service: string;
  readonly actions: readonly string[];
  /** What the statements allow on. */
  readonly resource: string;
  /** What the denial of plain HTTP covers; the resource alone when omitted. */
  readonly all?: readonly string[];
}

export const withVersion = (document: JsonObject): JsonObject =>
  Object.hasOwn(document, 'Version') ? document : { Version: '2012-10-17', ...document };

export const policyDocument = (
  short: PolicyShort,
  target: PolicyTarget,
  place: Place,
): JsonObject | 'none' => {
  if (typeof short === 'object') return withVersion(short);
  const { service, actions, resource, all = [resource] } = target;
  const root = { AWS: `arn:${place.partition}:iam::${place.account}:root` };
  const statements = (): JsonObject[] => {
    switch (short) {
      case 'own':
        return [allow(root, actions, resource)];
      case 'organization':
        return [
          allow({ AWS: '*' }, actions, resource, {
            StringEquals: { 'aws:PrincipalOrgID': place.organization },
          }),
        ];
      case 'public':
        return [allow('*', actions, resource)];
      case 'tls':
        return [tlsOnly(service, all)];
      case 'public-with-tls':
        return [allow('*', actions, resource), tlsOnly(service, all)];
      default: {
        const [type = '', value = ''] = short.split(/:(.*)/s, 2);
        return type === 'account'
          ? [allow({ AWS: `arn:${place.partition}:iam::${value}:root` }, actions, resource)]
          : [
              allow({ Service: value }, actions, resource, {
                StringEquals: { 'aws:SourceAccount': place.account },
              }),
            ];
      }
    }
  };
  return short === 'none' ? 'none' : { Version: '2012-10-17', Statement: statements() };
};

export const policyText = (document: JsonObject | 'none'): string | null =>
  document === 'none' ? null : JSON.stringify(document);
