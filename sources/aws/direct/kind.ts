/**
 * How one kind is read from its own service. What a service answers is put into the trees that an AWS Config item of
 * the kind has, so that one normaliser makes the parts, whichever way a resource came.
 */
import { parseArn } from '#model/arn.ts';
import type { DirectKindName } from '#model/aws/direct-sources.ts';
import type { Fields } from '#sources/decoding.ts';
import type { Outcome } from '../clients.ts';
import { malformed } from '../estate.ts';
import type { Action, InputOf, OutputOf } from '../operations.ts';

/** Where and as whom a kind is read. */
export interface DirectPlace {
  readonly account: string;
  /** A real region; the home region for kinds that an account has one set of. */
  readonly region: string;
  readonly partition: string;
  call<A extends Action>(action: A, input: InputOf<A>): Promise<Outcome<OutputOf<A>>>;
}

/** The trees of a configuration item. */
export interface Trees {
  readonly configuration?: Fields;
  readonly supplementary?: Fields;
}

/** One resource of a list. */
export interface Found extends Trees {
  readonly resourceId: string;
  readonly resourceName?: string;
  /** As AWS Config has it, since it becomes the resource's id; `undefined` where AWS Config gives none. */
  readonly arn: string | undefined;
  /** Undefined where the list does not tell. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly configuration: Fields;
}

/** `left-out`: of another account, or gone already. A text: what makes the page unreadable. */
export type FoundRow = Found | 'left-out' | { readonly problem: string };

export interface DirectPage {
  readonly rows: readonly Found[];
  readonly next: string | undefined;
}

/** One call for each resource, and the parts that hang on it. */
export interface Detail {
  readonly actions: readonly Action[];
  readonly parts: readonly string[];
  /**
   * Trees to merge in. A failure of type `absent` says that the resource is gone meanwhile.
   *
   * @param found with what the details before this one have told.
   */
  read(place: DirectPlace, found: Found): Promise<Outcome<Trees>>;
}

export interface DirectKind {
  readonly kind: string;
  readonly action: Action;
  /** One of these kinds is asked for first, and where there is none of it there is none of this. */
  readonly emptyWithout?: { readonly kind: string; readonly because: string };
  /** True where other kinds' parts are made of it too, so that its first page is asked for twice, or would be. */
  readonly shared?: true;
  page(place: DirectPlace, token: string | undefined): Promise<Outcome<DirectPage>>;
  readonly details: readonly Detail[];
}

interface Definition<A extends Action, T> extends Pick<DirectKind, 'emptyWithout' | 'shared'> {
  readonly kind: DirectKindName;
  readonly action: A;
  readonly input: (token: string | undefined, place: DirectPlace) => InputOf<A>;
  /** Undefined is an answer that the API's model does not have. */
  readonly rows: (output: OutputOf<A>) => readonly T[] | undefined;
  /** Left out where the service gives everything at once. A text in `problem` is why the rest can't be had. */
  readonly next?: (output: OutputOf<A>) => string | undefined | { readonly problem: string };
  readonly found: (row: T, place: DirectPlace) => FoundRow;
  readonly details?: readonly Detail[];
}

/** A kind that one operation lists, page by page. */
export const listedKind = <A extends Action, T>(definition: Definition<A, T>): DirectKind => {
  const { kind, action, emptyWithout, shared, details = [] } = definition;
  return {
    kind,
    action,
    ...(emptyWithout === undefined ? {} : { emptyWithout }),
    ...(shared === undefined ? {} : { shared }),
    details,
    page: async (place, token) => {
      const answer = await place.call(action, definition.input(token, place));
      if (!answer.ok) return answer;
      const listed = definition.rows(answer.value);
      if (!Array.isArray(listed)) return malformed(action, 'the answer holds no list');
      const rows: Found[] = [];
      for (const row of listed as readonly T[]) {
        const found = definition.found(row, place);
        if (found === 'left-out') continue;
        // A page with one row that can't be told is rejected whole.
        if ('problem' in found) return malformed(action, found.problem);
        rows.push(found);
      }
      const next = definition.next?.(answer.value);
      if (typeof next === 'object') return malformed(action, next.problem);
      return { ok: true, value: { rows, next: next === '' ? undefined : next } };
    },
  };
};

/** For services that say beside the token whether there is more. */
export const nextOf = (
  isTruncated: boolean | undefined,
  token: string | undefined,
): string | undefined | { readonly problem: string } => {
  if (token !== undefined && token !== '') return token;
  return isTruncated === true ? { problem: 'the list is cut, and nothing leads to the rest' } : undefined;
};

/** One call for a detail of a resource. */
export const detail = <A extends Action>(definition: {
  readonly action: A;
  readonly parts: readonly string[];
  readonly input: (found: Found, place: DirectPlace) => InputOf<A>;
  /** A text is what the answer lacks: it can't be told from "there is none", and must not be. */
  readonly trees: (output: OutputOf<A>, place: DirectPlace) => Trees | { readonly problem: string };
  /**
   * Codes by which the service says that there is none, and what an item has then. Not asked for where what is known
   * already says the same (`unasked`).
   */
  readonly none?: {
    readonly codes: readonly string[];
    readonly trees: Trees;
    readonly unasked?: (found: Found) => boolean;
  };
}): Detail => ({
  actions: [definition.action],
  parts: definition.parts,
  read: async (place, found) => {
    const { none } = definition;
    if (none?.unasked?.(found) === true) return { ok: true, value: none.trees };
    const answer = await place.call(definition.action, definition.input(found, place));
    if (answer.ok) {
      const trees = definition.trees(answer.value, place);
      return 'problem' in trees ? malformed(definition.action, trees.problem) : { ok: true, value: trees };
    }
    return none?.codes.includes(answer.failure.code) === true ? { ok: true, value: none.trees } : answer;
  },
});

/**
 * An SDK's answer with the names that AWS Config has for most kinds: with a small first letter. Times become ISO text.
 * Not for maps whose keys are the user's own.
 */
export const configNames = (value: object): Fields =>
  renamed(value, (letter) => letter.toLowerCase()) as Fields;

/**
 * The same for newer kinds, which AWS Config has with the names of CloudFormation: with a large first letter, where the
 * service has a small one.
 */
export const templateNames = (value: object): Fields =>
  renamed(value, (letter) => letter.toUpperCase()) as Fields;

const renamed = (value: unknown, first: (letter: string) => string): unknown => {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (Array.isArray(value)) return value.map((one) => renamed(one, first));
  if (typeof value !== 'object' || value === null) return value;
  const fields: Record<string, unknown> = Object.create(null);
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    fields[`${first(name.charAt(0))}${name.slice(1)}`] = renamed(member, first);
  }
  return fields;
};

/** Names as the service has them, where AWS Config has them too; for maps whose keys are the user's own as well. */
export const ownNames = (value: object): Fields => renamed(value, (letter) => letter) as Fields;

/** `[{Key, Value}]`, as most services have tags. */
export const tagMap = (
  tags:
    | readonly {
        readonly Key?: string | undefined;
        readonly Value?: string | undefined;
        readonly TagKey?: string | undefined;
        readonly TagValue?: string | undefined;
      }[]
    | undefined,
): Readonly<Record<string, string>> => {
  const map: Record<string, string> = Object.create(null);
  for (const tag of tags ?? []) {
    const key = tag.Key ?? tag.TagKey;
    if (key !== undefined) map[key] = tag.Value ?? tag.TagValue ?? '';
  }
  return map;
};

/** A row whose service gives the ARN that AWS Config has. Rows of other accounts are theirs to judge. */
export const rowOf = (
  what: string,
  arn: string | undefined,
  place: DirectPlace,
  rest: Omit<Found, 'arn' | 'resourceId'> & { readonly resourceId: string | undefined },
): FoundRow => {
  const parsed = parseArn(arn ?? '');
  if (parsed === undefined) return { problem: `a row of ${what} has no ARN` };
  if (parsed.account !== place.account) return 'left-out';
  const { resourceId } = rest;
  if (resourceId === undefined || resourceId === '') return { problem: `a row of ${what} has no id` };
  return { ...rest, resourceId, arn };
};
