/** Bucket ACLs: what their grants to everybody give. */
import type { AclGrant } from '../aws/data.ts';
import type { Access } from './access.ts';

/** One way in for the public. */
export interface PublicGrant {
  /** `policy/<statement>` or `acl/<position>`. */
  readonly path: string;
  /** What stands there: who and what, hostile text in it. */
  readonly found: string;
  readonly access: readonly Access[];
}

/** `AuthenticatedUsers` is everybody with an AWS account, not only with this one. */
const publicGroups = new Set(['allusers', 'authenticatedusers']);

/** Takes the bare name and the full URI (`http://acs.amazonaws.com/groups/global/AllUsers`). */
export const isPublicGrantee = (grantee: string): boolean =>
  publicGroups.has(grantee.slice(grantee.lastIndexOf('/') + 1).toLowerCase());

/**
 * On a bucket READ lists its objects; what is in them has ACLs of its own.
 *
 * Source: Amazon S3 User Guide, "Access control list (ACL) overview: permissions".
 */
const accessByPermission = new Map<string, readonly Access[]>([
  ['read', ['list']],
  ['write', ['write']],
  ['readacp', ['read']],
  ['writeacp', ['admin']],
  ['fullcontrol', ['list', 'write', 'admin']],
]);

export const publicAclGrants = (grants: readonly AclGrant[]): readonly PublicGrant[] =>
  grants.flatMap((grant, index) =>
    isPublicGrantee(grant.grantee)
      ? [
          {
            path: `acl/${index}`,
            found: `${grant.grantee}: ${grant.permission}`,
            // A permission that is not known is not called harmless.
            access: accessByPermission.get(grant.permission.replaceAll(/[^A-Za-z]/g, '').toLowerCase()) ?? [
              'admin',
            ],
          },
        ]
      : [],
  );
