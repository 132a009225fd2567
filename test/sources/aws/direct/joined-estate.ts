/** An account whose parts are made of other kinds' resources, recorded here and there, and what a scan says of it. */
import type { Reading } from '#model/reading.ts';
import type { Needs } from '#model/source.ts';
import type { Fault, Sandbox } from '#sandbox/contract.ts';
import type { ConfigItem, Estate, RecorderFacts } from '#sandbox/estate/estate.ts';
import { mapSeries } from '#sandbox/estate/estate.ts';
import { startSandbox } from '#sandbox/start.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { ids, loadMeridian } from '#test/sandbox/clients.ts';
import { optionsFor, scan } from '../sandbox-scan.ts';

export const account = 'AWS::::Account';
export const bucket = 'AWS::S3::Bucket';
export const vpc = 'AWS::EC2::VPC';
export const block = 'AWS::S3::AccountPublicAccessBlock';
export const trail = 'AWS::CloudTrail::Trail';
export const flowLog = 'AWS::EC2::FlowLog';

export const needs: Needs = new Map([
  [account, new Set(['trails', 'otherTrails', 'trailStatus', 'publicAccessBlock'])],
  [bucket, new Set(['accountPublicAccessBlock'])],
  [vpc, new Set(['flowLogs'])],
  [block, new Set(['settings'])],
  [trail, new Set(['settings'])],
  [flowLog, new Set(['settings'])],
]);

export const recorderIn = (region: string, kinds: readonly string[] = []): RecorderFacts => ({
  region,
  name: 'default',
  recording: true,
  lastStatus: 'Success',
  statusAgeHours: 1,
  strategy: 'EXCLUSION_BY_RESOURCE_TYPES',
  includeGlobal: false,
  kinds,
});

export const meridian = await loadMeridian();

/** Every account with these recorders; what is in it stays. */
export const recordedBy = (recorders: readonly RecorderFacts[], base: Estate = meridian): Estate => ({
  ...base,
  denials: [],
  accounts: base.accounts.map((one) => ({ ...one, recorders })),
  shelves: base.live.filter(({ region, kind }) =>
    recorders.some((one) => one.region === region && !one.kinds.includes(kind)),
  ),
  withheld: [],
});

export const trailsChanged = (change: (item: ConfigItem) => ConfigItem): Estate => ({
  ...meridian,
  live: meridian.live.map((shelf) =>
    shelf.kind === trail ? { ...shelf, ...mapSeries(shelf, change) } : shelf,
  ),
});

let sandbox: Sandbox | undefined;
export const close = async (): Promise<void> => {
  await sandbox?.close();
  sandbox = undefined;
};

export const read = async (estate: Estate, more: Partial<AwsOptions> = {}, faults: readonly Fault[] = []) => {
  sandbox = await startSandbox({ estate });
  for (const fault of faults) sandbox.addFault(fault);
  const { calls } = sandbox;
  const options = optionsFor(sandbox, {
    inventory: 'direct',
    accounts: [ids.production],
    kinds: [...needs.keys()],
    attempts: 2,
    ...more,
  });
  const { resources, coverage } = await scan(options, needs);
  const partsOf = (kind: string, part: string): Reading<unknown>[] =>
    resources.filter((one) => one.kind === kind).map((one) => one.parts[part] as Reading<unknown>);
  return {
    resources,
    partsOf,
    /** The account's own. */
    own: (part: string): Reading<unknown> | undefined => partsOf(account, part)[0],
    row: (kind: string, region: string) =>
      coverage.find((one) => one.kind === kind && one.region === region && one.part === '*'),
    asked: (action: string): readonly string[] =>
      calls.filter((one) => one.action === action).map((one) => `${one.account} ${one.region}`),
  };
};

export const regions = ['eu-central-1', 'eu-west-1', 'us-east-1'];
export const everywhere = (id: string): readonly string[] => regions.map((region) => `${id} ${region}`);
