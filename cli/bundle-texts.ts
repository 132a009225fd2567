/** The team's files as the texts of a bundle. */
import { basename, relative, sep } from 'node:path';
import type { BundleTexts } from '#config/bundle.ts';
import { UsageError } from '#config/usage-error.ts';
import type { Settings } from './settings.ts';

/**
 * @param exceptions what was read of the file of exceptions; undefined where there is none.
 * @param folder what the names in the bundle are relative to.
 * @throws UsageError for a file that is not UTF-8.
 */
export const bundleTexts = (
  { loaded, exceptionsFile }: Pick<Settings, 'loaded' | 'exceptionsFile'>,
  exceptions: Uint8Array | undefined,
  folder: string,
): BundleTexts => {
  const { file, bytes } = loaded;
  const name = file === undefined ? 'plumbline.yaml' : basename(file);
  return {
    configuration: { name, text: textOf(bytes, name) },
    ...(exceptions === undefined
      ? {}
      : {
          exceptions: {
            // The same on every machine.
            name: relative(folder, exceptionsFile).split(sep).join('/'),
            text: textOf(exceptions, exceptionsFile),
          },
        }),
  };
};

const textOf = (bytes: Uint8Array, file: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UsageError(`${file} is not UTF-8: save it as UTF-8`, { cause });
  }
};
