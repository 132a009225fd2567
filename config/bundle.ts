/**
 * What a team says of its scans, as one thing that can be named: the texts of its files, kept in the store under the
 * hash of their content. `config/current.json` says which of them holds, and the Git commit that it came from.
 */
import { hash } from 'node:crypto';
import * as z from 'zod';
import type { AttestationSet } from '#engine/attestations/attestation.ts';
import type { ExceptionSet } from '#engine/exceptions/exception.ts';
import type { Check } from '#model/check.ts';
import type { Framework } from '#model/framework.ts';
import type { Manifest, Origin } from '#model/scan.ts';
import { noOrigin } from '#pipeline/origin.ts';
import type { StoreDriver } from '#store/driver.ts';
import { checkedAttestations } from './attestations.ts';
import { checkedExceptions } from './exceptions.ts';
import { parseConfiguration } from './load.ts';
import type { Configuration } from './schema.ts';
import { UsageError } from './usage-error.ts';

export const bundleFormat = 1;

/**
 * The files that a bundle may hold beside the configuration, by what they are for; one is left out where there is none. A
 * further one is named here: what it still lacks then (its key in the configuration, who reads it, who checks it) does
 * not compile.
 */
export const bundleMembers = ['exceptions', 'attestations'] as const;
export type BundleMember = (typeof bundleMembers)[number];

export type BundleTexts = { readonly configuration: BundleText } & {
  readonly [M in BundleMember]?: BundleText;
};

/** Of each file: Git commit, hash, and whether the file differed from the commit; left out for one that is newer. */
export type BundleOrigins = { readonly configuration: Origin } & { readonly [M in BundleMember]?: Origin };

interface BundleText {
  /** As the team names the file; stands in messages. */
  readonly name: string;
  readonly text: string;
}

export interface Bundle {
  /** SHA-256 of {@link bytes}: the same content has the same hash, whichever commit it was pushed from. */
  readonly hash: string;
  readonly bytes: Uint8Array;
  readonly texts: BundleTexts;
}

/** What holds now. */
export type BundlePointer = BundleOrigins & {
  readonly format: 1;
  readonly hash: string;
  /** ISO 8601 UTC. */
  readonly pushedAt: string;
  /** Version of Plumbline that found it good. */
  readonly plumbline: string;
};

/** What a bundle says, once it is read. */
export interface OpenedBundle {
  readonly configuration: Configuration;
  readonly exceptions: ExceptionSet;
  readonly attestations: AttestationSet;
}

/** What the files are held to. */
export interface Catalogue {
  readonly checks: readonly Check[];
  readonly frameworks: readonly Framework[];
}

export const pointerKey = 'config/current.json';
export const bundleKey = (contentHash: string): string => `config/${contentHash}.json`;

/** Nothing was pushed, or what was pushed can't be used; the message says what to do. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
}

export const makeBundle = (texts: BundleTexts): Bundle => {
  const content = { format: bundleFormat, ...membersOf(texts) };
  const bytes = Buffer.from(`${JSON.stringify(content)}\n`);
  return { hash: hash('sha256', bytes, 'hex'), bytes, texts };
};

/** In one order, whatever order they were named in: the hash hangs on it. */
const membersOf = (texts: BundleTexts): BundleTexts => {
  const copy = ({ name, text }: BundleText): BundleText => ({ name, text });
  const entries = bundleMembers.flatMap((member) => {
    const text = texts[member];
    return text === undefined ? [] : [[member, copy(text)] as const];
  });
  return { configuration: copy(texts.configuration), ...Object.fromEntries(entries) };
};

/** @throws UsageError with a line per problem of the files. */
export const openBundle = (
  { texts }: Pick<Bundle, 'texts'>,
  { checks, frameworks }: Catalogue,
  now: Date,
): OpenedBundle => {
  const configuration = parseConfiguration(texts.configuration.text, texts.configuration.name);
  const textOf = (member: BundleMember) => ({
    file: texts[member]?.name ?? configuration[member].file,
    source: texts[member]?.text ?? '',
  });
  const members = {
    exceptions: checkedExceptions(textOf('exceptions'), configuration, checks, now),
    attestations: checkedAttestations(textOf('attestations'), configuration, frameworks, now),
  } satisfies Record<BundleMember, unknown>;
  return { configuration, ...members };
};

/** The pointer goes last: whoever follows it finds what it names. */
export const writeBundle = async (
  store: StoreDriver,
  bundle: Bundle,
  pointer: Omit<BundlePointer, 'format' | 'hash'>,
): Promise<BundlePointer> => {
  await store.createIfAbsent(bundleKey(bundle.hash), bundle.bytes);
  const current: BundlePointer = { format: bundleFormat, hash: bundle.hash, ...pointer };
  await store.write(pointerKey, Buffer.from(`${JSON.stringify(current)}\n`));
  return current;
};

/** For the manifest of a scan that reads the bundle. */
export const originsOf = (pointer: BundleOrigins): Pick<Manifest, 'configuration' | BundleMember> => ({
  configuration: pointer.configuration,
  exceptions: pointer.exceptions ?? noOrigin,
  attestations: pointer.attestations ?? noOrigin,
});

const ofEach = <T>(shape: T): Record<BundleMember, T> =>
  Object.fromEntries(bundleMembers.map((member) => [member, shape])) as Record<BundleMember, T>;
const originShape = z.object({ sha256: z.string(), commit: z.string(), dirty: z.boolean() });
const hashShape = z.string().regex(/^[0-9a-f]{64}$/);
const pointerShape = z.object({
  format: z.literal(bundleFormat),
  hash: hashShape,
  configuration: originShape,
  ...ofEach(originShape.optional()),
  pushedAt: z.iso.datetime(),
  plumbline: z.string(),
});
const textShape = z.object({ name: z.string().min(1), text: z.string() });
/** Strict: a file that this version does not know would go unread. */
const textsShape = z.strictObject({
  format: z.literal(bundleFormat),
  configuration: textShape,
  ...ofEach(textShape.optional()),
});

/** @throws BundleError */
export const readPointer = async (store: StoreDriver): Promise<BundlePointer> => {
  const bytes = await store.read(pointerKey);
  if (bytes === undefined) {
    throw new BundleError(
      `no configuration is in ${store.location} yet: run \`plumbline push\` where plumbline.yaml lies, with this place as its \`store\``,
    );
  }
  // zod says `T | undefined` for what it leaves out.
  return parsed(pointerShape, bytes, pointerKey, store) as BundlePointer;
};

/** @throws BundleError also where what is stored is not what was pushed. */
export const readBundle = async (store: StoreDriver, contentHash: string): Promise<Bundle> => {
  const key = bundleKey(contentHash);
  const bytes = await store.read(key);
  if (bytes === undefined) throw unusable(key, store, 'it is not there');
  if (hash('sha256', bytes, 'hex') !== contentHash) throw unusable(key, store, 'its content is not its hash');
  const { format: _format, ...texts } = parsed(textsShape, bytes, key, store);
  return { hash: contentHash, bytes, texts: texts as BundleTexts };
};

const parsed = <T>(shape: z.ZodType<T>, bytes: Uint8Array, key: string, store: StoreDriver): T => {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw unusable(key, store, 'it is not JSON', cause);
  }
  const format = z.object({ format: z.number() }).safeParse(json);
  if (format.success && format.data.format > bundleFormat) {
    throw new BundleError(
      `${key} in ${store.location} was pushed by a newer version of Plumbline: upgrade this one, or push again with it`,
    );
  }
  const result = shape.safeParse(json);
  if (result.success) return result.data;
  throw unusable(key, store, 'it does not hold what `plumbline push` writes', result.error);
};

const unusable = (key: string, store: StoreDriver, what: string, cause?: unknown): BundleError =>
  new BundleError(`${key} in ${store.location} can't be used: ${what}; run \`plumbline push\` again`, {
    cause,
  });

/** What a bundle may not say, since it means something on the machine that pushes only. @throws UsageError */
export const refuseLocal = ({ aws, azure }: Configuration, name: string): void => {
  const local: readonly (readonly [key: string, value: unknown, mend: string])[] = [
    ['aws.profile', aws.profile, 'the functions have a role of their own; set AWS_PROFILE here instead'],
    ['aws.caFile', aws.caFile, 'it names a file of this machine; set AWS_CA_BUNDLE here instead'],
    ['azure.caFile', azure.caFile, 'it names a file of this machine, which the functions do not have'],
  ];
  const problems = local.filter(([, value]) => value !== undefined);
  if (problems.length === 0) return;
  throw new UsageError(
    problems.map(([key, , mend]) => `${name}: '${key}' can't be pushed: ${mend}. Remove the key.`).join('\n'),
  );
};
