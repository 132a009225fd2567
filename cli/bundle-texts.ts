/** The team's files as the texts of a bundle. */
import { basename, relative, sep } from 'node:path';
import type { BundleMember, BundleTexts } from '#config/bundle.ts';
import { bundleMembers } from '#config/bundle.ts';
import { UsageError } from '#config/usage-error.ts';
import type { Settings } from './settings.ts';

/** What was read of each file; undefined where there is none. */
export type TeamBytes = { readonly [M in BundleMember]: Uint8Array | undefined };

/** Where each file is looked for, absolute. */
export type TeamFiles = { readonly [M in BundleMember as `${M}File`]: string };

/**
 * @param folder what the names in the bundle are relative to.
 * @throws UsageError for a file that is not UTF-8.
 */
export const bundleTexts = (
  settings: Pick<Settings, 'loaded'> & TeamFiles,
  team: TeamBytes,
  folder: string,
): BundleTexts => {
  const { file, bytes } = settings.loaded;
  const name = file === undefined ? 'plumbline.yaml' : basename(file);
  const beside = bundleMembers.flatMap((member) => {
    const content = team[member];
    if (content === undefined) return [];
    const path = settings[`${member}File`];
    // The same on every machine.
    const shown = relative(folder, path).split(sep).join('/');
    return [[member, { name: shown, text: textOf(content, path) }] as const];
  });
  return { configuration: { name, text: textOf(bytes, name) }, ...Object.fromEntries(beside) };
};

const textOf = (bytes: Uint8Array, file: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UsageError(`${file} is not UTF-8: save it as UTF-8`, { cause });
  }
};
