/** Load balancers of the second generation (application, network, gateway), and their listeners. */
import pMap from 'p-map';
import type { Outcome } from '../clients.ts';
import { malformed } from '../estate.ts';
import type { OutputOf } from '../operations.ts';
import type { DirectKind, DirectPlace, Found } from './kind.ts';
import { configNames, listedKind, ownNames } from './kind.ts';

/** The longest page of both lists (Elastic Load Balancing API Reference, version 2015-12-01). */
const pageSize = 400;
/** Load balancers whose listeners are listed at once; the budget of the API still holds. */
const concurrency = 8;
/** A load balancer has 50 listeners unless its quota was raised: a page after this many is not believed. */
const maxListenerPages = 100;

const balancerPage = (marker: string | undefined): { PageSize: number; Marker?: string } => ({
  PageSize: pageSize,
  ...(marker === undefined ? {} : { Marker: marker }),
});

const loadBalancer: DirectKind = listedKind({
  kind: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  action: 'elasticloadbalancing:DescribeLoadBalancers',
  input: balancerPage,
  rows: (output) => output.LoadBalancers,
  next: (output) => output.NextMarker,
  found: (row) =>
    row.LoadBalancerArn === undefined
      ? { problem: 'a load balancer has no ARN' }
      : {
          resourceId: row.LoadBalancerArn,
          ...(row.LoadBalancerName === undefined ? {} : { resourceName: row.LoadBalancerName }),
          arn: row.LoadBalancerArn,
          configuration: configNames(row),
        },
});

const balancers = 'elasticloadbalancing:DescribeLoadBalancers';
const listeners = 'elasticloadbalancing:DescribeListeners';

/** They are listed for one load balancer at a time: a page of these is a page of load balancers. */
const listener: DirectKind = {
  kind: 'AWS::ElasticLoadBalancingV2::Listener',
  action: listeners,
  emptyWithout: {
    kind: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    because: 'every listener is of a load balancer',
  },
  details: [],
  page: async (place, token) => {
    const answer = await place.call(balancers, balancerPage(token));
    if (!answer.ok) return answer;
    const { LoadBalancers, NextMarker } = answer.value;
    if (!Array.isArray(LoadBalancers)) return malformed(balancers, 'the answer holds no list');
    const lists = await pMap(
      LoadBalancers,
      async ({ LoadBalancerArn }) =>
        LoadBalancerArn === undefined
          ? malformed(balancers, 'a load balancer has no ARN')
          : listenersOf(place, LoadBalancerArn),
      { concurrency },
    );
    const rows: Found[] = [];
    for (const list of lists) {
      if (!list.ok) return list;
      rows.push(...list.value);
    }
    return { ok: true, value: { rows, next: NextMarker === '' ? undefined : NextMarker } };
  },
};

const listenersOf = async (place: DirectPlace, balancer: string): Promise<Outcome<readonly Found[]>> => {
  const found: Found[] = [];
  let marker: string | undefined;
  for (let page = 0; page < maxListenerPages; page += 1) {
    const answer: Outcome<OutputOf<typeof listeners>> = await place.call(listeners, {
      LoadBalancerArn: balancer,
      ...balancerPage(marker),
    });
    // Deleted between the two lists, and its listeners with it.
    if (!answer.ok) return answer.failure.type === 'absent' ? { ok: true, value: [] } : answer;
    const { Listeners, NextMarker } = answer.value;
    if (!Array.isArray(Listeners)) return malformed(listeners, 'the answer holds no list');
    for (const row of Listeners) {
      if (row.ListenerArn === undefined) return malformed(listeners, 'a listener has no ARN');
      // A newer kind of AWS Config, with the names that the service has.
      found.push({ resourceId: row.ListenerArn, arn: row.ListenerArn, configuration: ownNames(row) });
    }
    if (NextMarker === undefined || NextMarker === '') return { ok: true, value: found };
    if (NextMarker === marker) break;
    marker = NextMarker;
  }
  return malformed(listeners, 'the pages do not end');
};

export const loadBalancingKinds: readonly DirectKind[] = [loadBalancer, listener];
