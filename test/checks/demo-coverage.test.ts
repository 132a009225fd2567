/** The sample estate shows every check from both sides. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import type { QuestionCounts } from '#model/scan.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import { demoEstateDirectory, serveSandbox } from '#sandbox/serve.ts';
import { answeredScan, awsOptionsFor } from '#test/support/answered-scan.ts';

describe('the undisturbed demo', () => {
  let sandbox: Sandbox;
  let counts: Readonly<Record<string, QuestionCounts>>;

  beforeAll(async () => {
    sandbox = await serveSandbox({ estateDirectory: fileURLToPath(demoEstateDirectory) });
    counts = (await answeredScan(awsOptionsFor(sandbox, 'config'), allChecks)).manifest.counts;
  });
  afterAll(() => sandbox.close());

  it.each(allChecks.map((check) => check.id))('%s passes and fails at least once', (id) => {
    expect(counts[id]?.pass, 'passes').toBeGreaterThan(0);
    expect(counts[id]?.fail, 'fails').toBeGreaterThan(0);
  });
});
