/**
 * The allow-list: Google Cloud is asked one thing only, `ListAssets`, for three kinds of content. All of them read.
 */

/** Content → the permission that lets it through. Source: Cloud Asset Inventory, "Access control with IAM". */
export const permissions = {
  RESOURCE: 'cloudasset.assets.listResource',
  IAM_POLICY: 'cloudasset.assets.listIamPolicy',
  ORG_POLICY: 'cloudasset.assets.listOrgPolicy',
} as const;

export type Content = keyof typeof permissions;
export type Permission = (typeof permissions)[Content];

export interface ListRequest {
  readonly parent: string;
  readonly content: Content;
  readonly kinds: readonly string[];
  /** Seconds since 1970: all pages and contents of a scan show the same moment. */
  readonly readTime: number;
  readonly pageToken: string;
}

/** Resources that assets are listed below. */
export const isParent = (text: string): boolean =>
  /^(?:organizations\/\d{1,20}|folders\/\d{1,20}|projects\/(?:\d{1,20}|(?:[a-z0-9.-]{1,63}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]))$/.test(
    text,
  );
