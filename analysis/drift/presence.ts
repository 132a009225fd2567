/**
 * What comes and goes without anybody changing anything: that it is there, or not any more, is no drift. What it is made
 * of is compared all the same.
 */
import type { Reading } from '#model/reading.ts';

export interface Present {
  readonly kind: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly parts: Readonly<Record<string, Reading<unknown>>>;
}

interface Proof {
  readonly kinds: readonly string[];
  readonly why: string;
  readonly holds: (resource: Present) => boolean;
}

const field = ({ parts }: Present, part: string, name: string): unknown => {
  const reading = parts[part];
  if (reading?.known !== true || typeof reading.value !== 'object' || reading.value === null)
    return undefined;
  return (reading.value as Readonly<Record<string, unknown>>)[name];
};

/** Interfaces that a person makes; every other type is made by a service. EC2 API Reference, `NetworkInterface`. */
const ownInterfaces = ['interface', 'efa', 'efa-only', 'trunk', 'branch'];

/** A name proves nothing, so each proof is something that a user of the cloud can't set. */
const proofs: readonly Proof[] = [
  {
    kinds: ['AWS::EC2::Instance', 'AWS::EC2::Volume', 'AWS::EC2::NetworkInterface'],
    why: 'an Auto Scaling group makes and ends it; tags that begin with aws: are reserved for AWS',
    holds: ({ tags }) => tags['aws:autoscaling:groupName'] !== undefined,
  },
  {
    kinds: ['AWS::EC2::NetworkInterface'],
    why: 'a service made it, and takes it away with what it belongs to',
    holds: (resource) => {
      const type = field(resource, 'settings', 'type');
      return typeof type === 'string' && type !== '' && type !== 'none' && !ownInterfaces.includes(type);
    },
  },
  {
    kinds: ['AWS::IAM::Role'],
    why: 'a service-linked role: only its service can make one under this path',
    holds: ({ parts }) =>
      parts['path']?.known === true &&
      typeof parts['path'].value === 'string' &&
      parts['path'].value.startsWith('/aws-service-role/'),
  },
  {
    kinds: ['AWS::RDS::DBSnapshot'],
    why: 'an automated snapshot: RDS makes and deletes them by the retention of the database',
    holds: (resource) => field(resource, 'settings', 'type') === 'automated',
  },
  {
    kinds: ['iam.googleapis.com/ServiceAccountKey'],
    why: 'a key that Google manages, which it replaces by itself',
    holds: (resource) => field(resource, 'settings', 'type') === 'SYSTEM_MANAGED',
  },
];

/** Why its coming or going is no drift; undefined where it is. */
export const comesAndGoes = (resource: Present): string | undefined =>
  proofs.find(({ kinds, holds }) => kinds.includes(resource.kind) && holds(resource))?.why;
