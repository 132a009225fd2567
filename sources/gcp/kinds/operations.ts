/** Log settings and clusters. */
import { part } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';

export const logSink: Normaliser<'logging.googleapis.com/LogSink'> = ({ data }) => ({
  settings: part(() => ({
    destination: data.text('destination'),
    filter: data.textOr('none', 'filter'),
    disabled: data.flagOr(false, 'disabled'),
    includeChildren: data.flagOr(false, 'includeChildren'),
  })),
});

export const logBucket: Normaliser<'logging.googleapis.com/LogBucket'> = ({ data }) => ({
  settings: part(() => ({
    // 30 days unless said otherwise. Source: Cloud Logging, "Quotas and limits".
    retentionDays: data.intOr(30, 'retentionDays'),
    locked: data.flagOr(false, 'locked'),
  })),
});

export const cluster: Normaliser<'container.googleapis.com/Cluster'> = ({ data }) => ({
  endpoint: part(() => {
    const nodes = data.nodeOr('privateClusterConfig');
    // Newer clusters say it under controlPlaneEndpointsConfig, and may leave the older fields out.
    const planes = data.nodeOr('controlPlaneEndpointsConfig')?.nodeOr('ipEndpointsConfig');
    const networks =
      planes?.nodeOr('authorizedNetworksConfig') ?? data.nodeOr('masterAuthorizedNetworksConfig');
    const publicEndpoint = planes?.raw('enablePublicEndpoint');
    return {
      privateNodes:
        nodes?.flagOr(false, 'enablePrivateNodes') ??
        data.nodeOr('networkConfig')?.flagOr(false, 'defaultEnablePrivateNodes') ??
        false,
      privateEndpoint:
        publicEndpoint === undefined
          ? (nodes?.flagOr(false, 'enablePrivateEndpoint') ?? false)
          : !(planes?.flag('enablePublicEndpoint') ?? true),
      authorizedNetworks:
        (networks?.flagOr(false, 'enabled') ?? false)
          ? (networks?.nodesOr('cidrBlocks').map((block) => block.text('cidrBlock')) ?? [])
          : ('off' as const),
    };
  }),
  settings: part(() => ({
    version: data.textOr('none', 'currentMasterVersion'),
    workloadIdentity:
      (data.nodeOr('workloadIdentityConfig')?.textOr('none', 'workloadPool') ?? 'none') !== 'none',
    legacyAuthorization: data.nodeOr('legacyAbac')?.flagOr(false, 'enabled') ?? false,
    networkPolicy:
      (data.nodeOr('networkPolicy')?.flagOr(false, 'enabled') ?? false) ||
      data.nodeOr('networkConfig')?.textOr('none', 'datapathProvider') === 'ADVANCED_DATAPATH',
  })),
});

export const nodePool: Normaliser<'container.googleapis.com/NodePool'> = ({ data }) => ({
  settings: part(() => ({
    account: data.nodeOr('config')?.textOr('default', 'serviceAccount') ?? 'default',
    autoUpgrade: data.nodeOr('management')?.flagOr(false, 'autoUpgrade') ?? false,
    scopes: data.nodeOr('config')?.textsOr('oauthScopes') ?? [],
  })),
});
