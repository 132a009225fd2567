/** The file of attestations. */
import { checkedAttestations } from '#config/attestations.ts';
import type { AttestationSet } from '#engine/attestations/attestation.ts';
import { frameworks } from '#reports/frameworks/index.ts';
import type { Io } from './io.ts';
import type { Settings } from './settings.ts';
import { readIfThere, shownPath } from './team-file.ts';

export interface AttestationsFile {
  readonly set: AttestationSet;
  /** Undefined where there is no file. */
  readonly bytes: Uint8Array | undefined;
}

/**
 * A file that is not there vouches for nothing.
 *
 * @throws UsageError with a line per problem of the file.
 */
export const readAttestations = async (io: Io, settings: Settings): Promise<AttestationsFile> => {
  const file = settings.attestationsFile;
  const bytes = await readIfThere(file);
  const source = bytes === undefined ? '' : new TextDecoder().decode(bytes);
  const text = { file: shownPath(file, io.cwd), source };
  return { set: checkedAttestations(text, settings.configuration, frameworks, io.now()), bytes };
};
