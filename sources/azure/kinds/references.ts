/** Readers of what many kinds share: references to other resources, and switches that a service may leave out. */
import type { NetworkAccess, Setting } from '#model/azure/data.ts';
import type { Node } from '#sources/fields.ts';

/** Id of `{ name: { id } }`; `none` where it is left out. */
export const idAt = (node: Node, name: string): string => node.nodeOr(name)?.text('id') ?? 'none';

/** Ids of a list of `{ id }`; empty where it is left out, as Azure does with empty lists. */
export const idsAt = (node: Node, name: string): readonly string[] =>
  node.nodesOr(name).map((entry) => entry.text('id'));

/** A switch that is left out is neither on nor off: what that stands for differs with the resource's age. */
export const settingAt = (node: Node, name: string): Setting =>
  node.raw(name) === undefined ? 'unset' : node.flag(name);

export const networkAccess = (properties: Node, acls: string): NetworkAccess => {
  const rules = properties.nodeOr(acls);
  return {
    publicNetworkAccess: properties.textOr('unset', 'publicNetworkAccess'),
    defaultAction: rules?.textOr('unset', 'defaultAction') ?? 'unset',
    addresses: rules?.nodesOr('ipRules').map((rule) => rule.text('value', 'addressRange')) ?? [],
    subnets: rules?.nodesOr('virtualNetworkRules').map((rule) => rule.text('id')) ?? [],
    resources: rules?.nodesOr('resourceAccessRules').map((rule) => rule.textOr('unset', 'resourceId')) ?? [],
    // A registry says it beside its list.
    bypass: rules?.textOr('', 'bypass') || properties.textOr('unset', 'networkRuleBypassOptions'),
  };
};
