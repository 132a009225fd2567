/**
 * The permissions of Google Cloud that a set of checks needs, derived from what they declare, and the custom role that
 * gives them and nothing else.
 */
import { stringify } from 'yaml';
import type { Check } from '#model/check.ts';
import { isGcpKind } from '#model/gcp/kinds.ts';
import { compareText } from '#model/resource.ts';
import type { ActionUse } from './action-uses.ts';
import { actionUses } from './action-uses.ts';

/** Which projects there are is asked whichever checks are enabled. */
const scanPermission = 'cloudasset.assets.listResource';

/** Sorted by permission. Checks of other clouds are left out; a kind is listed before any of its parts is joined. */
export const gcpPermissionsFor = (checks: readonly Check[]): readonly ActionUse[] =>
  actionUses(checks, { isOurs: isGcpKind, always: [scanPermission], listing: scanPermission });

/** As `gcloud iam roles create plumblineReader --file` takes it. */
export const gcpRole = (permissions: Iterable<string>): string =>
  stringify({
    title: 'Plumbline Reader',
    description: 'Reads what the enabled checks of Plumbline look at, and nothing else.',
    stage: 'GA',
    includedPermissions: [...new Set(permissions)].sort(compareText),
  });
