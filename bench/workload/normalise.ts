/** A generated row as the resource that the checks are written on; every part was read. */

import type { Reading } from '#model/reading.ts';
import { known } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { GroupPermission, Row } from './rows.ts';

export const normalise = (row: Row): Resource => ({
  provider: 'aws',
  kind: row.kind,
  account: row.account,
  region: row.region,
  id: row.id,
  name: row.name,
  tags: row.tags,
  observedAt: row.observedAt,
  parts: partsOf(row),
});

const partsOf = (row: Row): Record<string, Reading<unknown>> => {
  switch (row.kind) {
    case 'AWS::EC2::SecurityGroup':
      return {
        ingress: known(rules(row.ipPermissions)),
        egress: known(rules(row.ipPermissionsEgress)),
        placement: known({ vpc: row.vpcId, groupName: row.groupName, description: row.description }),
      };
    case 'AWS::EC2::Instance':
      return {
        network: known({
          vpc: row.vpcId,
          subnet: row.subnetId,
          privateIp: row.privateIpAddress,
          publicIp: row.publicIpAddress,
          groups: row.securityGroups,
        }),
        metadata: known({
          endpoint: row.metadataOptions.httpEndpoint,
          tokens: row.metadataOptions.httpTokens,
          hopLimit: row.metadataOptions.httpPutResponseHopLimit,
        }),
        settings: known({ state: row.state, image: row.imageId, profile: row.profile, volumes: row.volumes }),
      };
    case 'AWS::EC2::Volume':
      return {
        settings: known({
          encrypted: row.encrypted,
          kmsKey: row.kmsKeyId,
          state: row.state,
          attachedTo: row.attachments.map((attachment) => attachment.instanceId),
        }),
      };
    case 'AWS::EC2::NetworkInterface':
      return {
        settings: known({
          type: row.interfaceType,
          vpc: row.vpcId,
          subnet: row.subnetId,
          privateIps: row.privateIpAddresses,
          publicIp: row.publicIp,
          groups: row.groups,
          instance: row.instanceId,
          sourceDestCheck: row.sourceDestCheck,
        }),
      };
    case 'AWS::EC2::Subnet':
      return {
        settings: known({
          vpc: row.vpcId,
          cidrs: row.ipv6CidrBlock === 'none' ? [row.cidrBlock] : [row.cidrBlock, row.ipv6CidrBlock],
          zone: row.availabilityZone,
          assignsPublicIp: row.mapPublicIpOnLaunch,
          assignsIpv6: row.assignIpv6AddressOnCreation,
        }),
      };
  }
};

const rules = (permissions: readonly GroupPermission[]) =>
  permissions.map((permission, index) => ({
    id: `${index}:${permission.cidrIp}`,
    protocol: permission.ipProtocol === '-1' ? 'all' : permission.ipProtocol,
    ports:
      permission.ipProtocol === '-1'
        ? ('all' as const)
        : { from: permission.fromPort, to: permission.toPort },
    peer: { type: 'cidr' as const, cidr: permission.cidrIp },
    description: permission.description,
  }));
