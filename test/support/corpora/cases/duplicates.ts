/** How many findings are left when what is the same is counted once. */
import { parseArn } from '#model/arn.ts';
import { findingId } from '#model/finding.ts';
import { canonicalId } from '#model/resource.ts';
import type { PlainAdapter } from '../contract.ts';
import { field, isFields, text } from '../input.ts';
import { resourcesIn } from './items.ts';

export const askDuplicates: PlainAdapter = ({ input }) => {
  const resources = resourcesIn(input);
  if (resources.length > 0) {
    const keys = resources.map(({ provider, account, region, kind, id }) =>
      JSON.stringify([provider, account, region, kind, canonicalId(provider, id)]),
    );
    return { verdict: 'count', findings: new Set(keys).size };
  }
  if (!Array.isArray(input)) return undefined;
  const runs = new Map<string, Set<string>>();
  const told = new Map<string, string>();
  for (const row of input) {
    const id = idOf(row);
    if (id === undefined) return undefined;
    // Rows of one check and resource that tell two things apart (two keys of a user) are for the check to join.
    const rest = restOf(row);
    if ((told.get(id) ?? rest) !== rest) return undefined;
    told.set(id, rest);
    const run = textOf(field(row, 'run') ?? field(row, 'scan') ?? field(row, 'runId'));
    runs.set(run, (runs.get(run) ?? new Set()).add(id));
  }
  const [first, ...later] = [...runs.values()];
  if (first === undefined) return undefined;
  const all = new Set(first);
  let fresh = 0;
  for (const run of later) {
    fresh = [...run].filter((id) => !all.has(id)).length;
    for (const id of run) all.add(id);
  }
  return { verdict: 'count', findings: all.size, ...(later.length === 0 ? {} : { new_alerts: fresh }) };
};

const noise =
  /^(run|runId|scan|index|line|position|order|region|awsRegion|account|accountId|severity|status|state|hash|.*(time|date|seen|at|message|title|text|description|detail|uid))$/i;

const restOf = (row: unknown): string =>
  JSON.stringify(
    Object.entries(isFields(row) ? row : {})
      .filter(([name]) => !noise.test(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

const textOf = (value: unknown): string => (typeof value === 'number' ? String(value) : (text(value) ?? ''));

/** Id of the finding that a row tells of; its run, text and time are no part of it. */
function idOf(row: unknown): string | undefined {
  const check = ['check', 'checkId', 'rule', 'ruleId', 'control']
    .map((name) => text(field(row, name)))
    .find((one) => one !== undefined);
  const arn = ['arn', 'resource', 'resourceArn', 'resourceId', 'id']
    .map((name) => text(field(row, name)))
    .find((one) => one !== undefined);
  if (check === undefined || arn === undefined) return undefined;
  const parsed = parseArn(arn);
  // An ARN says where its resource is; one without a region is in none, from wherever it was listed.
  if (parsed !== undefined) {
    const { account, region, service } = parsed;
    return findingId({ check, provider: 'aws', account, region, kind: service, id: arn });
  }
  return findingId({
    check,
    provider: 'aws',
    account: text(field(row, 'account')) ?? text(field(row, 'accountId')) ?? '',
    region: text(field(row, 'region')) ?? '',
    kind: text(field(row, 'kind')) ?? text(field(row, 'resourceType')) ?? '',
    id: arn,
  });
}
