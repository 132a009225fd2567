/** The resource hierarchy and identities. */
import { part, problem } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';
import { isoOf } from './normaliser.ts';

export const organization: Normaliser<'cloudresourcemanager.googleapis.com/Organization'> = ({ data }) => ({
  settings: part(() => ({ displayName: data.textOr('none', 'displayName', 'display_name') })),
});

export const folder: Normaliser<'cloudresourcemanager.googleapis.com/Folder'> = ({ data }) => ({
  settings: part(() => ({
    displayName: data.textOr('none', 'displayName', 'display_name'),
    state: data.textOr('ACTIVE', 'state', 'lifecycleState'),
  })),
});

export const project: Normaliser<'cloudresourcemanager.googleapis.com/Project'> = ({ data }) => ({
  settings: part(() => ({
    projectId: data.text('projectId', 'project_id'),
    number: String(data.raw('projectNumber', 'project_number') ?? ''),
    state: data.textOr('ACTIVE', 'lifecycleState', 'state'),
  })),
});

export const serviceAccount: Normaliser<'iam.googleapis.com/ServiceAccount'> = ({ data }) => ({
  settings: part(() => ({ email: data.text('email'), disabled: data.flagOr(false, 'disabled') })),
});

export const serviceAccountKey: Normaliser<'iam.googleapis.com/ServiceAccountKey'> = ({ data }) => ({
  settings: part(() => ({
    type: data.text('keyType', 'key_type'),
    validAfter:
      isoOf(data.text('validAfterTime', 'valid_after_time')) ??
      problem(`${data.at('validAfterTime')} is no time`),
    validBefore: isoOf(data.textOr('', 'validBeforeTime', 'valid_before_time')) ?? 'none',
    disabled: data.flagOr(false, 'disabled'),
  })),
});

export const customRole: Normaliser<'iam.googleapis.com/Role'> = ({ data }) => ({
  settings: part(() => ({
    permissions: data.textsOr('includedPermissions', 'included_permissions'),
    stage: data.textOr('ALPHA', 'stage'),
    deleted: data.flagOr(false, 'deleted'),
  })),
});
