/** Reads what `npm run new-check` was asked for, and says what is wrong with it. */

import type { Question } from '#model/check.ts';
import { questions } from '#model/check.ts';
import type { Kind } from '#model/kinds.ts';
import { nearestName } from '#model/nearest-name.ts';
import { isKind, partSources } from '#model/part-sources.ts';
import type { Provider } from '#model/resource.ts';
import { providers } from '#model/resource.ts';

export interface CheckRequest {
  readonly question: Question;
  readonly cloud: Provider;
  /** kebab-case, what is good. */
  readonly name: string;
  readonly kind: Kind;
  readonly parts: readonly string[];
}

/** What a person can mend: shown without a stack. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
}

export const usage = 'npm run new-check -- <question> <cloud> <name> --on KIND --reads part,part';

const meant = (word: string, names: readonly string[]): string => {
  const near = nearestName(word, names);
  return near === undefined ? `one of ${names.join(', ')}` : `did you mean ${near}?`;
};

const oneOf = <T extends string>(what: string, word: string, names: readonly T[]): T => {
  const found = names.find((name) => name === word);
  if (found !== undefined) return found;
  throw new RequestError(`unknown ${what} '${word}': ${meant(word, names)}`);
};

/** Positional words, `--on` and `--reads`, as they stand on the command line. */
export const readRequest = (
  words: readonly string[],
  on: string | undefined,
  reads: string | undefined,
): CheckRequest => {
  const [questionWord, cloudWord, name, ...rest] = words;
  if (questionWord === undefined || cloudWord === undefined || name === undefined || rest.length > 0) {
    throw new RequestError(`expected three words: ${usage}`);
  }
  const question = oneOf('question', questionWord, questions);
  const cloud = oneOf('cloud', cloudWord, providers);
  checkName(name);
  const kind = readKind(on, cloud);
  return { question, cloud, name, kind, parts: readParts(kind, reads) };
};

const checkName = (name: string): void => {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(name) || name.length > 60) {
    throw new RequestError(
      `'${name}' is no name for a check: two words or more in lower case with hyphens, such as bucket-versioned`,
    );
  }
  if (/^(ensure|no|check)-/.test(name)) {
    throw new RequestError(`'${name}' should state what is good, such as bucket-versioned`);
  }
};

const kindPrefixes: Readonly<Record<Provider, RegExp>> = {
  aws: /^AWS::/,
  azure: /^microsoft\./i,
  gcp: /\.googleapis\.com\//,
  kubernetes: /^[A-Z][A-Za-z]*$/,
};

const readKind = (on: string | undefined, cloud: Provider): Kind => {
  const kinds = Object.keys(partSources).filter((kind) => kindPrefixes[cloud].test(kind));
  if (kinds.length === 0) throw new RequestError(`no kind of ${cloud} can be read yet`);
  if (on === undefined) {
    throw new RequestError(`say what it is on: --on KIND. Kinds of ${cloud}:\n  ${kinds.join('\n  ')}`);
  }
  if (!kinds.includes(on) || !isKind(on)) {
    throw new RequestError(`unknown kind '${on}' of ${cloud}: ${meant(on, kinds)}`);
  }
  return on;
};

const readParts = (kind: Kind, reads: string | undefined): readonly string[] => {
  const parts = Object.keys(partSources[kind]);
  const words = (reads ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (words.length === 0) {
    throw new RequestError(`say what it reads: --reads part,part. Parts of ${kind}: ${parts.join(', ')}`);
  }
  const unknown = words.find((word) => !parts.includes(word));
  if (unknown !== undefined) {
    throw new RequestError(`${kind} has no part '${unknown}': ${meant(unknown, parts)}`);
  }
  return [...new Set(words)];
};
