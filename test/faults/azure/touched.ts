/** Which questions the faults of Azure touched, from what the sandbox saw: nothing else may have changed. */
import { isAzureKind } from '#model/azure/kinds.ts';
import type { TracedCall } from '#sandbox/contract.ts';
import type { Dependence } from '#test/denied/dependence.ts';
import type { Answer } from '#test/support/answered-scan.ts';
import type { Scenario } from '../scenario.ts';

const subscription = 'microsoft.resources/subscriptions';
const assignment = 'microsoft.authorization/roleassignments';
/** What only Resource Graph tells. */
const graphOnly: ReadonlySet<string> = new Set([
  subscription,
  assignment,
  'microsoft.authorization/roledefinitions',
  'microsoft.authorization/policyassignments',
  'microsoft.management/managementgroups',
]);
const ownWay: ReadonlySet<string> = new Set([
  ...graphOnly,
  'microsoft.resources/subscriptions/resourcegroups',
]);

const is = (action: string, { action: called }: TracedCall): boolean =>
  called.toLowerCase() === action.toLowerCase();

const isRefused = ({ status, struck }: TracedCall): boolean =>
  status === 403 && struck.some((effect) => effect === 'deny' || effect === 'withdraw');

/** @param failed calls without whose answer the source had to do. */
export const touchedBy = (
  failed: readonly TracedCall[],
  { damaged }: Pick<Scenario, 'damaged'>,
): ((question: Answer) => Dependence) => {
  const ids = new Set(damaged.map(({ id }) => id.toLowerCase()));
  const ownersDamaged = damaged.some(({ kind }) => kind === assignment);
  const graphFailed = failed.filter((call) => is('Microsoft.ResourceGraph/resources/read', call));

  const touches = (call: TracedCall, { account, kind, id }: Answer): boolean => {
    if (is('Microsoft.Resources/subscriptions/read', call)) return true;
    if (call.account !== account) return false;
    if (graphFailed.includes(call)) {
      // What was refused once is not asked again. Resources are then read one by one.
      if (isRefused(call)) return graphOnly.has(kind);
      return (
        graphOnly.has(kind) &&
        (call.kinds.includes(kind) || (kind === subscription && call.kinds.includes(assignment)))
      );
    }
    if (is('Microsoft.Resources/subscriptions/resources/read', call)) {
      // Resource Graph tells of them as well; what it alone tells of stands.
      return !ownWay.has(kind) && graphFailed.some((other) => other.account === account);
    }
    if (is('Microsoft.Resources/subscriptions/resourceGroups/read', call)) return call.kinds.includes(kind);
    if (is('Microsoft.Insights/diagnosticSettings/read', call)) return kind === subscription;
    if (is('Microsoft.Resources/subscriptions/providers/read', call)) {
      const namespace = /\/providers\/([\w.]+)\?/i.exec(call.request)?.[1]?.toLowerCase();
      return isRefused(call) || kind.startsWith(`${namespace}/`);
    }
    if (isRefused(call)) return call.kinds.includes(kind);
    return call.request.toLowerCase().includes(` ${encodeURI(id).toLowerCase()}?`);
  };

  return (question) => {
    if (!isAzureKind(question.kind)) return 'none';
    if (ids.has(question.id.toLowerCase())) return 'may-need';
    if (ownersDamaged && question.kind === subscription) return 'may-need';
    return failed.some((call) => touches(call, question)) ? 'may-need' : 'none';
  };
};
