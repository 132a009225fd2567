/** The team's files as the texts of a bundle. */
import { basename, relative, sep } from 'node:path';
import type { BundleTexts } from '#config/bundle.ts';
import { UsageError } from '#config/usage-error.ts';
import type { Settings } from './settings.ts';

/** What was read of each file; undefined where there is none. */
export interface TeamBytes {
  readonly exceptions: Uint8Array | undefined;
  readonly attestations: Uint8Array | undefined;
}

/**
 * @param folder what the names in the bundle are relative to.
 * @throws UsageError for a file that is not UTF-8.
 */
export const bundleTexts = (
  settings: Pick<Settings, 'loaded' | 'exceptionsFile' | 'attestationsFile'>,
  { exceptions, attestations }: TeamBytes,
  folder: string,
): BundleTexts => {
  const { file, bytes } = settings.loaded;
  const name = file === undefined ? 'plumbline.yaml' : basename(file);
  const beside = (path: string, content: Uint8Array) => ({
    // The same on every machine.
    name: relative(folder, path).split(sep).join('/'),
    text: textOf(content, path),
  });
  return {
    configuration: { name, text: textOf(bytes, name) },
    ...(exceptions === undefined ? {} : { exceptions: beside(settings.exceptionsFile, exceptions) }),
    ...(attestations === undefined ? {} : { attestations: beside(settings.attestationsFile, attestations) }),
  };
};

const textOf = (bytes: Uint8Array, file: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UsageError(`${file} is not UTF-8: save it as UTF-8`, { cause });
  }
};
