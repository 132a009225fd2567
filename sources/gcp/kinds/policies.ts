/** Allow policies and organisation policies, which every kind has in the same form. */
import type { OrgPolicy } from '#model/gcp/identity.ts';
import type { AllowPolicy } from '#model/gcp/policy.ts';
import type { Reading } from '#model/reading.ts';
import type { Fields } from '#sources/decoding.ts';
import { isFields } from '#sources/decoding.ts';
import { Node, part, problem } from '#sources/fields.ts';

export const noPolicy: AllowPolicy = { bindings: [], audit: [] };

export const allowPolicy = (fields: Fields): Reading<AllowPolicy> =>
  part(() => {
    const policy = new Node(fields, 'iamPolicy', 'text');
    return {
      bindings: policy.nodesOr('bindings').map((binding) => ({
        role: binding.text('role'),
        members: binding.textsOr('members'),
        condition: binding.nodeOr('condition')?.textOr('none', 'expression') ?? 'none',
      })),
      audit: policy.nodesOr('auditConfigs', 'audit_configs').map((config) => ({
        service: config.text('service'),
        logTypes: config.nodesOr('auditLogConfigs', 'audit_log_configs').map((log) => ({
          // A number in an export's numeric form.
          type: logType(log),
          exempted: log.textsOr('exemptedMembers', 'exempted_members'),
        })),
      })),
    };
  });

const logTypes = ['LOG_TYPE_UNSPECIFIED', 'ADMIN_READ', 'DATA_WRITE', 'DATA_READ'];

const logType = (log: Node): string => {
  const value = log.raw('logType', 'log_type');
  return typeof value === 'number' ? (logTypes[value] ?? String(value)) : log.text('logType', 'log_type');
};

export const orgPolicies = (list: readonly unknown[]): Reading<readonly OrgPolicy[]> =>
  part(() =>
    list.map((entry, index) => {
      if (!isFields(entry)) return problem(`orgPolicy[${index}] is not an object`);
      const policy = new Node(entry, `orgPolicy[${index}]`, 'text');
      const boolean = policy.nodeOr('booleanPolicy', 'boolean_policy');
      const constraint = policy.text('constraint');
      if (boolean !== undefined) {
        return { constraint, type: boolean.flagOr(false, 'enforced') ? 'enforced' : 'not-enforced' } as const;
      }
      if (policy.nodeOr('restoreDefault', 'restore_default') !== undefined) {
        return { constraint, type: 'default' } as const;
      }
      return { constraint, type: 'list' } as const;
    }),
  );
