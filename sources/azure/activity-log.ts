/** Where a subscription's activity log goes. Resource Graph does not hold it, so Resource Manager is asked. */
import type { LogExport } from '#model/azure/identity.ts';
import type { Reading } from '#model/reading.ts';
import { unreadOf } from '#sources/failure.ts';
import { Node, part } from '#sources/fields.ts';
import { redactTree } from '../secrets.ts';
import type { AzureClients } from './clients.ts';
import type { Row } from './graph.ts';
import { getById } from './manager.ts';

/** The only version of this listing at subscription scope. */
const apiVersion = '2021-05-01-preview';
export const activityLogAction = 'Microsoft.Insights/diagnosticSettings/read';

export const readActivityLog = async (
  clients: AzureClients,
  subscription: string,
  signal: AbortSignal,
): Promise<Reading<readonly LogExport[]>> => {
  const answer = await getById(
    clients,
    {
      action: activityLogAction,
      subscription,
      id: `/subscriptions/${subscription}/providers/Microsoft.Insights/diagnosticSettings`,
      apiVersion,
    },
    signal,
  );
  if (!answer.ok) return unreadOf(answer.failure);
  return part(() => new Node(redactTree(answer.value) as Row, '', 'text').nodes('value').map(exportOf));
};

const exportOf = (setting: Node): LogExport => {
  const properties = setting.node('properties');
  return {
    name: setting.text('name'),
    categories: properties
      .nodesOr('logs')
      .filter((log) => log.flag('enabled'))
      .map((log) => log.text('category', 'categoryGroup')),
    destinations: [
      'storageAccountId',
      'workspaceId',
      'eventHubAuthorizationRuleId',
      'marketplacePartnerId',
      'serviceBusRuleId',
    ].flatMap((name) => {
      const id = properties.textOr('', name);
      return id === '' ? [] : [id];
    }),
  };
};
