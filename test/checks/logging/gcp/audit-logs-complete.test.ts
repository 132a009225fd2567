import { auditLogsComplete } from '#checks/logging/gcp/audit-logs-complete.ts';
import type { AuditConfig } from '#model/gcp/policy.ts';
import { known } from '#model/reading.ts';
import { gcpResource } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const organization = (...audit: readonly AuditConfig[]) =>
  gcpResource('cloudresourcemanager.googleapis.com/Organization', {
    iamPolicy: known({ bindings: [], audit }),
  });
const types = ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'].map((type) => ({ type, exempted: [] }));
const everyService: AuditConfig = { service: 'allServices', logTypes: types };

describeCheck(auditLogsComplete, {
  pass: {
    'all services and types': organization(everyService),
    'in two configurations': organization(
      { service: 'allServices', logTypes: types.slice(0, 1) },
      { service: 'allServices', logTypes: types.slice(1) },
    ),
  },
  fail: {
    nothing: [
      organization(),
      [
        'iamPolicy/auditConfigs/ADMIN_READ',
        'iamPolicy/auditConfigs/DATA_READ',
        'iamPolicy/auditConfigs/DATA_WRITE',
      ],
    ],
    'one service only': [
      organization({ service: 'storage.googleapis.com', logTypes: types }),
      [
        'iamPolicy/auditConfigs/ADMIN_READ',
        'iamPolicy/auditConfigs/DATA_READ',
        'iamPolicy/auditConfigs/DATA_WRITE',
      ],
    ],
    'somebody exempted': [
      organization(everyService, {
        service: 'allServices',
        logTypes: [{ type: 'DATA_READ', exempted: ['user:root@meridian.example'] }],
      }),
      ['iamPolicy/auditConfigs/DATA_READ'],
    ],
  },
});
