/** Load balancers and listeners. Source: Elastic Load Balancing API Reference, version 2015-12-01. */
import { refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import type { Listing } from './listing.ts';
import { listHandler, liveItems, sdkNames } from './listing.ts';

const balancerKind = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

const pages = {
  limit: { name: 'PageSize', otherwise: 400 },
  most: 400,
  token: { asked: 'Marker', given: 'NextMarker' },
  badToken: refuse(400, 'ValidationError', 'The marker is not valid'),
} as const satisfies Partial<Listing>;

const listeners = listHandler({
  ...pages,
  kind: 'AWS::ElasticLoadBalancingV2::Listener',
  where: (item, call) => item.configuration?.['LoadBalancerArn'] === call.input['LoadBalancerArn'],
  row: (item) => item.configuration,
  wrap: (rows) => ({ Listeners: rows }),
});

export const loadBalancingOperations: Readonly<Record<string, Handler>> = {
  DescribeLoadBalancers: listHandler({
    ...pages,
    kind: balancerKind,
    row: (item) => sdkNames(item.configuration),
    wrap: (rows) => ({ LoadBalancers: rows }),
  }),
  // Of one load balancer; the sandbox knows no other way to ask.
  DescribeListeners: (call, context) => {
    const { LoadBalancerArn: asked } = call.input;
    if (asked === undefined) {
      return refuse(400, 'ValidationError', 'A load balancer ARN or listener ARNs must be specified');
    }
    return liveItems(context, call, balancerKind).some(({ resourceId }) => resourceId === asked)
      ? listeners(call, context)
      : refuse(400, 'LoadBalancerNotFound', `Load balancers '[${String(asked)}]' not found`);
  },
};
