import type { GcpKind, GcpResourceMap } from '#model/gcp/kinds.ts';
import type { Reading } from '#model/reading.ts';
import type { Node } from '#sources/fields.ts';

/** Parts that come from another content or other assets than the resource itself. */
export type JoinedPart = 'iamPolicy' | 'orgPolicies' | 'publicAccessConstraint' | 'refusals';

export interface AssetView {
  /** Full name, `//service/…`. */
  readonly name: string;
  readonly data: Node;
}

/** Reads the parts of one kind out of an asset's data; throws only for bugs. */
export type Normaliser<K extends GcpKind> = (view: AssetView) => {
  readonly [P in Exclude<keyof GcpResourceMap[K], JoinedPart>]: Reading<GcpResourceMap[K][P]>;
};

/** `https://www.googleapis.com/compute/v1/projects/p/global/networks/n` and `//…/projects/p/…` → `projects/p/…`. */
export const pathOf = (url: string): string => {
  const at = url.indexOf('projects/');
  return at === -1 ? url : url.slice(at);
};

/** RFC 3339 with any offset → ISO 8601 UTC; undefined for anything else. */
export const isoOf = (text: string): string | undefined => {
  const date = new Date(text);
  return /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(date.getTime()) ? date.toISOString() : undefined;
};
