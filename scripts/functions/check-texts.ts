/** What a bundle is told of the checks that it is built from: `pipeline/check-hash.ts` says why. */
import { allChecks } from '#checks/index.ts';
import { evaluateHash } from '#pipeline/check-hash.ts';

/** For esbuild's `define`. */
export const checkTexts = (): Readonly<Record<string, string>> => ({
  plumblineCheckTexts: JSON.stringify(
    Object.fromEntries(allChecks.map((check) => [check.id, evaluateHash(check)])),
  ),
});
