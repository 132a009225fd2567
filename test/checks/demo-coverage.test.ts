/** The sample estate shows every check from both sides. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import type { QuestionCounts } from '#model/scan.ts';
import type { AzureSandbox } from '#sandbox/azure/contract.ts';
import { serveAzureSandbox } from '#sandbox/azure/serve.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import { serveGcpSandbox } from '#sandbox/gcp/serve.ts';
import type { GcpSandbox } from '#sandbox/gcp/start.ts';
import { serveSandbox } from '#sandbox/serve.ts';
import { awsSource } from '#sources/aws/source.ts';
import { azureSource } from '#sources/azure/source.ts';
import { gcpSource } from '#sources/gcp/source.ts';
import { answeredScanOf, awsOptionsFor } from '#test/support/answered-scan.ts';
import { azureOptionsFor } from '#test/support/azure-scan.ts';
import { gcpOptionsFor } from '#test/support/gcp-scan.ts';

describe('the undisturbed demo', () => {
  let sandbox: Sandbox;
  let azure: AzureSandbox;
  let gcp: GcpSandbox;
  let counts: Readonly<Record<string, QuestionCounts>>;

  beforeAll(async () => {
    sandbox = await serveSandbox();
    azure = await serveAzureSandbox();
    gcp = await serveGcpSandbox();
    const sources = [
      awsSource(awsOptionsFor(sandbox, 'config')),
      azureSource(azureOptionsFor(azure)),
      gcpSource(gcpOptionsFor(gcp)),
    ];
    counts = (await answeredScanOf(sources, allChecks)).manifest.counts;
  });
  afterAll(() => Promise.all([sandbox.close(), azure.close(), gcp.close()]));

  // A comparison needs something that was approved.
  const single = allChecks.filter((check) => check.compares === undefined);

  it.each(single.map((check) => check.id))('%s passes and fails at least once', (id) => {
    expect(counts[id]?.pass, 'passes').toBeGreaterThan(0);
    expect(counts[id]?.fail, 'fails').toBeGreaterThan(0);
  });
});
