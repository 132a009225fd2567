/** Which channel hears of what. */
import type { Question } from '#model/check.ts';
import type { OwnerRule } from '#model/owner.ts';
import type { Severity } from '#model/severity.ts';
import { atLeast } from '#model/severity.ts';

export interface Route {
  /** Name of the channel. */
  readonly channel: string;
  /** This severity and above. */
  readonly severity: Severity;
  /** Empty is all. */
  readonly questions: readonly Question[];
  /** Does the account's id or name match? */
  readonly account: (id: string, name: string) => boolean;
  /** Only what belongs to this owner; all when left out. */
  readonly owner?: string;
  /** A message for each owner, instead of one for all. */
  readonly byOwner: boolean;
}

export interface Routing {
  /** Hears of lost coverage, of first scans, new accounts and new checks. */
  readonly administrators: string;
  /** In order: of the routes to one channel the first that fits is taken, so nothing stands there twice. */
  readonly routes: readonly Route[];
  readonly owners: readonly OwnerRule[];
}

/** One message's addressee: a channel, and there one owner or (empty) all. */
export interface Destination {
  readonly channel: string;
  readonly owner: string;
}

export interface Routed {
  /** Undefined for what has none: lost coverage. */
  readonly severity: Severity | undefined;
  readonly questions: ReadonlySet<string>;
  readonly account: string;
  readonly accountName: string;
  /** Empty where no rule names one. */
  readonly owner: string;
}

export const destinationKey = ({ channel, owner }: Destination): string => JSON.stringify([channel, owner]);

/** Of one channel with `byOwner`; what belongs to further owners is told there in one message. */
const mostOwners = 50;

/**
 * Anybody who may set a tag can invent owners, so there is an end to their messages. What it remembers keeps its answers
 * the same for one scan.
 */
export class OwnersTold {
  readonly #byChannel = new Map<string, Set<string>>();

  of(channel: string, owner: string): string {
    const told = this.#byChannel.get(channel) ?? new Set<string>();
    this.#byChannel.set(channel, told);
    if (!told.has(owner) && told.size >= mostOwners) return '';
    told.add(owner);
    return owner;
  }
}

export const destinationsOf = (
  routed: Routed,
  routes: readonly Route[],
  owners: OwnersTold,
): readonly Destination[] => {
  const found = new Map<string, Destination>();
  for (const route of routes) {
    if (found.has(route.channel) || !fits(route, routed)) continue;
    const owner = route.owner ?? (route.byOwner ? owners.of(route.channel, routed.owner) : '');
    found.set(route.channel, { channel: route.channel, owner });
  }
  return [...found.values()];
};

const fits = (route: Route, { severity, questions, account, accountName, owner }: Routed): boolean =>
  (severity === undefined || atLeast(severity, route.severity)) &&
  (route.questions.length === 0 || route.questions.some((question) => questions.has(question))) &&
  route.account(account, accountName) &&
  (route.owner === undefined || route.owner === owner);
