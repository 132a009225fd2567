/** How many findings are left when what is the same is counted once. */
import { parseArn } from '#model/arn.ts';
import { findingId } from '#model/finding.ts';
import { canonicalId } from '#model/resource.ts';
import type { PlainAdapter } from '../contract.ts';
import { field, text } from '../input.ts';
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
  for (const row of input) {
    const id = idOf(row);
    if (id === undefined) return undefined;
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
  const { account, region, service = '' } = parseArn(arn) ?? {};
  return findingId({
    check,
    provider: 'aws',
    account: account || (text(field(row, 'account')) ?? text(field(row, 'accountId')) ?? ''),
    region: region || (text(field(row, 'region')) ?? ''),
    kind: service || (text(field(row, 'kind')) ?? text(field(row, 'resourceType')) ?? ''),
    id: arn,
  });
}
