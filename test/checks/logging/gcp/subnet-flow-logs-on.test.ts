import { subnetFlowLogsOn } from '#checks/logging/gcp/subnet-flow-logs-on.ts';
import { known } from '#model/reading.ts';
import { gcpResource, healthyGcp } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const kind = 'compute.googleapis.com/Subnetwork';
const build = (differs: Partial<(typeof healthyGcp)[typeof kind]['settings']>) =>
  gcpResource(kind, { settings: known({ ...healthyGcp[kind].settings, ...differs }) });

describeCheck(subnetFlowLogsOn, {
  pass: { on: build({}) },
  fail: { off: [build({ flowLogs: false }), ['settings/flowLogs']] },
  notApplicable: {
    'a subnetwork for proxies': build({ purpose: 'REGIONAL_MANAGED_PROXY', flowLogs: false }),
  },
});
