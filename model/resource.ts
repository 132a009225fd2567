import type { Reading } from './reading.ts';

export type Provider = 'aws' | 'azure' | 'gcp' | 'kubernetes';

export const providers = ['aws', 'azure', 'gcp', 'kubernetes'] as const satisfies readonly Provider[];

/** Who and where a resource is. This, and no part, is what every check may look at undeclared. */
export interface Identity<K extends string = string> {
  readonly provider: Provider;
  /** The provider's own type name, e.g. `AWS::EC2::SecurityGroup`. */
  readonly kind: K;
  /** Account, subscription or project id. */
  readonly account: string;
  /** Region or location; `global` where the service has none. */
  readonly region: string;
  /** Unique within (provider, account, region, kind): an ARN where there is one, else the provider's id. */
  readonly id: string;
  /** What people call it; the id where it has no name. Hostile text: escape before showing. */
  readonly name: string;
  /** Null-prototype, since a tag may be named `__proto__`. */
  readonly tags: Readonly<Record<string, string>>;
  /** The tags could not be read: none is not "there are none" then. */
  readonly tagsUnread?: true;
  /** When the cloud last looked, ISO 8601 UTC. Ages are counted to this, never to a clock. */
  readonly observedAt: string;
}

/** A resource as a source hands it over; a kind that has no parser has no parts. */
export interface Resource<K extends string = string> extends Identity<K> {
  readonly parts: Readonly<Record<string, Reading<unknown>>>;
}

export interface ResourceKey {
  readonly provider: Provider;
  readonly account: string;
  readonly region: string;
  readonly kind: string;
  readonly id: string;
}

/** Azure compares ids without case; the others to the letter. */
export const canonicalId = (provider: Provider, id: string): string =>
  provider === 'azure' ? id.toLowerCase() : id;

/** Compares by UTF-16 code unit, which is what every writer and reader of sorted files here uses. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const compareResourceKeys = (a: ResourceKey, b: ResourceKey): number =>
  compareText(a.provider, b.provider) ||
  compareText(a.account, b.account) ||
  compareText(a.region, b.region) ||
  compareText(a.kind, b.kind) ||
  compareText(canonicalId(a.provider, a.id), canonicalId(b.provider, b.id));
