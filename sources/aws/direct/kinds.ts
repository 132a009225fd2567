/** Every kind that can be read from its own service. */

import { ec2Kinds } from './ec2.ts';
import type { DirectKind } from './kind.ts';

const all: readonly DirectKind[] = [...ec2Kinds];

const byKind: ReadonlyMap<string, DirectKind> = new Map(all.map((one) => [one.kind, one]));

export const directKind = (kind: string): DirectKind | undefined => byKind.get(kind);
