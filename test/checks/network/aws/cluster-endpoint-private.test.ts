import { clusterEndpointPrivate } from '#checks/network/aws/cluster-endpoint-private.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const cluster = (isPublic: boolean, ...publicCidrs: readonly string[]) =>
  resource('AWS::EKS::Cluster', {
    endpoint: known({ public: isPublic, private: true, publicCidrs }),
  });

describeCheck(clusterEndpointPrivate, {
  pass: {
    'private only, though the old ranges still stand there': cluster(false, '0.0.0.0/0'),
    'public for an office': cluster(true, '198.51.100.0/24'),
    'public for a cloud provider range that is not the internet': cluster(true, '3.64.0.0/12'),
  },
  fail: {
    'public for everyone': [cluster(true, '0.0.0.0/0'), ['endpoint/publicCidrs']],
    'public without ranges': [cluster(true), ['endpoint/publicCidrs']],
    'public in two halves': [cluster(true, '0.0.0.0/1', '128.0.0.0/1'), ['endpoint/publicCidrs']],
  },
  unknown: { 'a range that can not be read': cluster(true, '198.51.100.0/24', 'office') },
});
