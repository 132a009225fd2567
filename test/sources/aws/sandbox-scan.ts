/** Runs the AWS source against a sandbox, as the pipeline does, and keeps what it said. */
import { needsOf } from '#engine/plan.ts';
import type { Resource } from '#model/resource.ts';
import { compareText } from '#model/resource.ts';
import type { Needs } from '#model/source.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { awsSource } from '#sources/aws/source.ts';
import { awsOptionsFor } from '#test/support/answered-scan.ts';
import { checksOf } from '#test/support/cloud-checks.ts';
import type { SourceRead } from '#test/support/read-source.ts';
import { readSource } from '#test/support/read-source.ts';

const allChecks = checksOf('aws');

export const allNeeds: Needs = needsOf(allChecks);

export const optionsFor = (sandbox: Sandbox, overrides: Partial<AwsOptions> = {}): AwsOptions =>
  awsOptionsFor(sandbox, 'config', { callsPerSecond: 10_000, attempts: 4, timeout: 1_000, ...overrides });

export const scan = (
  options: AwsOptions,
  needs: Needs = allNeeds,
  now: () => number = Date.now,
): Promise<SourceRead> => readSource(awsSource(options, now), needs);

/** Resources that differ in nothing but when they were looked at are the same. */
export const keysOf = (resources: readonly Resource[]): string[] =>
  resources.map((one) => `${one.account}|${one.region}|${one.kind}|${one.id}`).sort(compareText);
