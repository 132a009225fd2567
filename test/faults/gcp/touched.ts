/** Which questions the faults of Google Cloud touched, from what the sandbox saw: nothing else may have changed. */
import { allChecks } from '#checks/index.ts';
import { gcpPartSources, isGcpKind } from '#model/gcp/kinds.ts';
import type { TracedCall } from '#sandbox/contract.ts';
import type { Dependence } from '#test/denied/dependence.ts';
import type { Answer } from '#test/support/answered-scan.ts';
import type { Scenario } from '../scenario.ts';

const listResource = 'cloudasset.assets.listResource';
const byId = new Map(allChecks.map((check) => [check.id, check]));

/** Whether a part that the check looks at is read by this permission. */
const reads = (permission: string, { check, kind }: Answer): boolean => {
  if (!isGcpKind(kind)) return false;
  const sources: Readonly<Record<string, { readonly actions: readonly string[] }>> = gcpPartSources[kind];
  const { reads: must = [], mayRead = [] } = byId.get(check) ?? {};
  return [...must, ...mayRead].some((part) => sources[part]?.actions.includes(permission) === true);
};

/** Projects and what lies above them: without these nobody can say whose an asset is. */
const isHierarchy = ({ kinds }: TracedCall): boolean =>
  kinds.length > 0 && kinds.every((kind) => /^cloudresourcemanager\.googleapis\.com\//.test(kind));

/**
 * @param failed calls without whose answer the source had to do.
 * @param parents what is listed: organisations, and projects that lie in none of them.
 */
export const touchedBy = (
  failed: readonly TracedCall[],
  { damaged }: Pick<Scenario, 'damaged'>,
  parents: readonly string[],
): ((question: Answer) => Dependence) => {
  const ids = new Set(damaged.map(({ id }) => id));
  const parentOf = ({ account }: Answer): string =>
    parents.find((parent) => parent === `projects/${account}`) ?? parents[0] ?? '';

  const touches = (call: TracedCall, question: Answer): boolean => {
    if (call.account !== parentOf(question)) return false;
    const { action, kinds, struck } = call;
    // What was refused once is not asked again.
    const refused = struck.includes('deny');
    if (action === listResource) return refused || isHierarchy(call) || kinds.includes(question.kind);
    return (refused || isHierarchy(call) || kinds.includes(question.kind)) && reads(action, question);
  };

  return (question) => {
    if (!isGcpKind(question.kind)) return 'none';
    if (ids.has(question.id)) return 'may-need';
    return failed.some((call) => touches(call, question)) ? 'may-need' : 'none';
  };
};
