/**
 * What a scan needs to know of the estate around a shard: who asks, which accounts and regions there are, how to
 * enter an account. Each question is asked once and remembered, so that any shard can be read by a fresh process.
 */

import { MalformedAnswer } from '#sources/failure.ts';
import { TokenLoop } from '#sources/token-loop.ts';
import type { Outcome, Session } from './clients.ts';
import { AwsClients } from './clients.ts';
import type { Failure } from './errors.ts';
import { sortError } from './errors.ts';
import type { Action, InputOf, OutputOf } from './operations.ts';
import { permissionOf } from './operations.ts';
import type { AwsOptions } from './options.ts';
import { ChainSession, RoleSession } from './sessions.ts';

export interface Caller {
  readonly account: string;
  readonly arn: string;
  readonly partition: string;
}

interface OrganizationAccount {
  readonly id: string;
  /** Hostile text. */
  readonly name: string;
  /** `ACTIVE`, `SUSPENDED`, `PENDING_CLOSURE` … */
  readonly state: string;
}

export interface Organization {
  readonly id: string;
  readonly management: string;
  readonly accounts: readonly OrganizationAccount[];
}

export interface RegionState {
  readonly name: string;
  readonly enabled: boolean;
}

/** Where a call is made. */
export interface CallPlace {
  readonly account: string;
  readonly region: string;
  /**
   * With the credentials that the scan started with, also where the account is read by a role: what is asked of the whole
   * organisation is no permission of a role that each account has.
   */
  readonly byCaller?: true;
}

/** A page after this many is not believed: AWS has far fewer accounts and regions. */
const maxPages = 2000;

export const malformed = (action: Action, message: string): { ok: false; failure: Failure } => ({
  ok: false,
  failure: sortError(new MalformedAnswer(message), permissionOf(action)),
});

export class AwsEstate {
  readonly options: AwsOptions;
  readonly clients: AwsClients;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly #base: ChainSession;
  readonly #sessions = new Map<string, Session>();
  readonly #regions = new Map<string, Promise<Outcome<readonly RegionState[]>>>();
  #caller: Promise<Outcome<Caller>> | undefined;
  #organization: Promise<Outcome<Organization | 'none'>> | undefined;

  constructor(options: AwsOptions, now: () => number) {
    this.options = options;
    this.clients = new AwsClients(options);
    this.now = now;
    this.#base = new ChainSession(options, this.clients);
  }

  caller(signal: AbortSignal): Promise<Outcome<Caller>> {
    this.#caller ??= forgetRejected(this.#askCaller(signal), () => {
      this.#caller = undefined;
    });
    return this.#caller;
  }

  /** `none` where the account belongs to no organisation. */
  organization(signal: AbortSignal): Promise<Outcome<Organization | 'none'>> {
    this.#organization ??= forgetRejected(this.#askOrganization(signal), () => {
      this.#organization = undefined;
    });
    return this.#organization;
  }

  /** All regions that the account could have, enabled or not. */
  regions(account: string, signal: AbortSignal): Promise<Outcome<readonly RegionState[]>> {
    const kept = this.#regions.get(account);
    if (kept !== undefined) return kept;
    const asked = forgetRejected(this.#askRegions(account, signal), () => this.#regions.delete(account));
    this.#regions.set(account, asked);
    return asked;
  }

  /** The regions of an account that the scan looks at. */
  async scannedRegions(account: string, signal: AbortSignal): Promise<Outcome<readonly string[]>> {
    const { regions } = this.options;
    const known = await this.regions(account, signal);
    if (regions !== 'enabled') {
      if (!known.ok) return { ok: true, value: [...regions.values()] };
      const enabled = new Set(known.value.filter((one) => one.enabled).map((one) => one.name));
      return { ok: true, value: regions.filter((name) => enabled.has(name)) };
    }
    if (!known.ok) return known;
    return { ok: true, value: known.value.filter((one) => one.enabled).map((one) => one.name) };
  }

  /** A call with the credentials that belong to the account of the place, or with the caller's. */
  async call<A extends Action>(
    action: A,
    place: CallPlace,
    input: InputOf<A>,
    signal: AbortSignal,
  ): Promise<Outcome<OutputOf<A>>> {
    if (place.byCaller === true) return this.clients.call(action, place, input, this.#base, signal);
    const session = await this.session(place.account, signal);
    if (!session.ok) return session;
    return this.clients.call(action, place, input, session.value, signal);
  }

  /** How the account is entered; fails without a call where no role is configured for it. */
  async session(account: string, signal: AbortSignal): Promise<Outcome<Session>> {
    const kept = this.#sessions.get(account);
    if (kept !== undefined) return { ok: true, value: kept };
    const caller = await this.caller(signal);
    if (!caller.ok) return caller;
    const { role } = this.options;
    const own = account === caller.value.account;
    let session: Session = this.#base;
    if (!own || role?.inOwnAccount === true) {
      if (role === undefined) return { ok: false, failure: noRole };
      session = new RoleSession(
        {
          arn: `arn:${caller.value.partition}:iam::${account}:role/${role.name}`,
          account,
          ...(role.externalId === undefined ? {} : { externalId: role.externalId }),
        },
        this.#base,
        this.clients,
        this.options.homeRegion,
        this.now,
      );
    }
    this.#sessions.set(account, session);
    return { ok: true, value: session };
  }

  async #askCaller(signal: AbortSignal): Promise<Outcome<Caller>> {
    // Never denied by a policy, so a failure here is of credentials or of the network.
    const place = { account: 'caller', region: this.options.homeRegion };
    const answer = await this.clients.call('sts:GetCallerIdentity', place, {}, this.#base, signal);
    if (!answer.ok) return answer;
    const { Account, Arn } = answer.value;
    const partition = Arn === undefined ? undefined : /^arn:([\w-]+):/.exec(Arn)?.[1];
    if (Account === undefined || !/^\d{12}$/.test(Account) || Arn === undefined || partition === undefined) {
      return malformed('sts:GetCallerIdentity', 'the answer names no account');
    }
    return { ok: true, value: { account: Account, arn: Arn, partition } };
  }

  async #askOrganization(signal: AbortSignal): Promise<Outcome<Organization | 'none'>> {
    const action = 'organizations:ListAccounts';
    const caller = await this.caller(signal);
    if (!caller.ok) return caller;
    const accounts = new Map<string, OrganizationAccount>();
    let id = 'unknown';
    let management = 'unknown';
    const loop = new TokenLoop();
    let token: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const input = token === undefined ? {} : { NextToken: token };
      const answer = await this.call(
        action,
        { account: caller.value.account, region: 'global', byCaller: true },
        input,
        signal,
      );
      if (!answer.ok) return answer.failure.type === 'absent' ? { ok: true, value: 'none' } : answer;
      if (!Array.isArray(answer.value.Accounts))
        return malformed(action, 'the answer holds no list of accounts');
      for (const account of answer.value.Accounts) {
        const { Id, Arn, Name } = account;
        if (Id === undefined || !/^\d{12}$/.test(Id)) return malformed(action, 'an account has no id');
        const state = account.State ?? account.Status;
        if (state === undefined) return malformed(action, `account ${Id} has no state`);
        // Pages may overlap.
        accounts.set(Id, { id: Id, name: Name ?? Id, state });
        // arn:aws:organizations::<management account>:account/o-…/<account>
        const named = /^arn:[\w-]+:organizations::(\d{12}):account\/(o-[a-z0-9]{4,40})\//.exec(Arn ?? '');
        management = named?.[1] ?? management;
        id = named?.[2] ?? id;
      }
      // An empty page with a token is not the end.
      const next = answer.value.NextToken;
      if (next === undefined || next === '') {
        return { ok: true, value: { id, management, accounts: [...accounts.values()] } };
      }
      if (loop.closes(next)) break;
      token = next;
    }
    return malformed(action, 'the list of accounts does not end');
  }

  async #askRegions(account: string, signal: AbortSignal): Promise<Outcome<readonly RegionState[]>> {
    const action = 'account:ListRegions';
    const regions = new Map<string, RegionState>();
    const loop = new TokenLoop();
    let token: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const input = { MaxResults: 50, ...(token === undefined ? {} : { NextToken: token }) };
      const answer = await this.call(action, { account, region: 'global' }, input, signal);
      if (!answer.ok) return answer;
      if (!Array.isArray(answer.value.Regions))
        return malformed(action, 'the answer holds no list of regions');
      for (const { RegionName, RegionOptStatus } of answer.value.Regions) {
        if (
          RegionName === undefined ||
          RegionOptStatus === undefined ||
          !/^[a-z]{2,}(?:-[a-z0-9]+)+$/.test(RegionName)
        ) {
          return malformed(action, 'a region has no name or state');
        }
        // One that is being enabled or disabled may hold resources: it is looked at, and errors make it unknown.
        regions.set(RegionName, { name: RegionName, enabled: RegionOptStatus !== 'DISABLED' });
      }
      const next = answer.value.NextToken;
      if (next === undefined || next === '') return { ok: true, value: [...regions.values()] };
      if (loop.closes(next)) break;
      token = next;
    }
    return malformed(action, 'the list of regions does not end');
  }
}

const noRole: Failure = {
  type: 'denied',
  guardRail: false,
  action: 'sts:AssumeRole',
  code: 'NoRole',
  message: 'no role to assume in other accounts is configured (aws.role)',
  transient: false,
  expired: false,
};

/** What was aborted may be asked again; what was answered is not. */
const forgetRejected = <T>(promise: Promise<T>, forget: () => void): Promise<T> => {
  promise.catch(forget);
  return promise;
};
