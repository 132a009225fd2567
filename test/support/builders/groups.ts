/** Security groups of which a situation says only what they let in. */
import type { SecurityGroupRule } from '#model/aws/network.ts';
import type { NsgRule } from '#model/azure/network.ts';
import { known } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import { defaultNsgRules } from './azure.ts';
import { resource } from './resource.ts';

export const ingressGroup = (...ingress: readonly SecurityGroupRule[]): Resource =>
  resource('AWS::EC2::SecurityGroup', { ingress: known(ingress) });

/** These rules come before those that every group has. */
export const networkGroup = (...rules: readonly NsgRule[]): Resource =>
  resource('microsoft.network/networksecuritygroups', { rules: known([...rules, ...defaultNsgRules]) });
