/** Answers `ListAssets` as the service does: what is refused, what a page holds, which token follows. */
import { hash } from 'node:crypto';
import type { FaultedCall } from '../cloud-faults.ts';
import type { Fault, FaultEffect, RecordedCall, TracedCall } from '../contract.ts';
import type { GcpAsset, GcpEstate } from './estate.ts';
import type { GcpStrike } from './faults.ts';
import { makeGcpFaults } from './faults.ts';
import { forms } from './forms.ts';
import type { GcpSandboxOptions } from './options.ts';
import type { Status } from './refusals.ts';
import { codes, denial, httpStatus, overQuota, Refusal, refusalOf, statusOf, wrongTime } from './refusals.ts';
import { structOf } from './wire.ts';

export interface ListCall {
  readonly parent?: string;
  readonly assetTypes?: readonly string[];
  readonly contentType?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
  readonly readTime?: { readonly seconds?: string } | null;
}

export interface Answer {
  readonly message: object;
  /** `bare`: a message without members. */
  readonly damage: 'none' | 'cut' | 'garble' | 'bare';
}

export type Outcome =
  | {
      readonly type: 'answered';
      readonly answer: Answer;
      /** Milliseconds before it leaves. */
      readonly slow: number;
    }
  | { readonly type: 'refused'; readonly error: Status }
  /** `reset`: the connection is closed before an answer. */
  | { readonly type: 'hang' | 'reset' };

const permissions: Readonly<Record<string, string>> = {
  RESOURCE: 'cloudasset.assets.listResource',
  IAM_POLICY: 'cloudasset.assets.listIamPolicy',
  ORG_POLICY: 'cloudasset.assets.listOrgPolicy',
};

const nodeKinds = ['Organization', 'Folder', 'Project'].map(
  (kind) => `cloudresourcemanager.googleapis.com/${kind}`,
);
const knownKinds = new Set([...Object.keys(forms), ...nodeKinds]);

/** Read times reach back 35 days. */
const oldest = 35 * 86_400;

export class AssetLists {
  readonly calls: RecordedCall[] = [];
  readonly #estate: GcpEstate;
  readonly #pageSize: number;
  readonly #perMinute: number;
  readonly #now: () => Date;
  readonly #byId = new Map<string, string>();
  readonly #times: number[] = [];
  readonly #faults = makeGcpFaults();
  readonly #onCall: (call: TracedCall) => void;
  /** Milliseconds that the service's clock is apart. */
  #shift = 0;

  constructor({ estate, pageSize, callsPerMinute, now, onCall }: GcpSandboxOptions) {
    this.#estate = estate;
    this.#pageSize = pageSize ?? 1000;
    this.#perMinute = callsPerMinute ?? Number.POSITIVE_INFINITY;
    this.#now = () => new Date((now ?? (() => new Date()))().getTime() + this.#shift);
    this.#onCall = onCall ?? (() => undefined);
    for (const { assetType, data, ancestors } of estate.assets) {
      const id = data['projectId'];
      if (assetType.endsWith('/Project') && typeof id === 'string') {
        this.#byId.set(`projects/${id}`, ancestors[0] ?? '');
      }
    }
  }

  addFault(fault: Fault): void {
    this.#faults.add(fault);
  }

  clearFaults(): void {
    this.#faults.clear();
    this.#shift = 0;
  }

  answer(asked: ListCall): Outcome {
    const permission = permissions[asked.contentType ?? ''] ?? 'cloudasset.assets.listResource';
    const { parent = '', assetTypes = [], pageToken = '' } = asked;
    const request = JSON.stringify([permission, parent, assetTypes, pageToken]);
    const call = { action: permission, account: parent, kinds: assetTypes, request };
    const early = this.#faults.before(call);
    if (early?.type === 'hang' || early?.type === 'reset') {
      this.#record(call, 0, [early]);
      return { type: early.type };
    }
    if (early?.type === 'shift-clock') this.#shift += early.minutes * 60_000;
    const instead = early === undefined ? undefined : refusalOf(early, permission);
    try {
      if (instead !== undefined) throw instead;
      this.#throttle();
      const strike = this.#faults.answering(call);
      const answer = this.#page(asked, permission, strike);
      this.#record(call, 200, strike.struck);
      const slow = strike.struck.find((effect) => effect.type === 'slow')?.milliseconds ?? 0;
      return { type: 'answered', answer, slow };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#record(call, httpStatus(error.code), early === undefined ? [] : [early]);
      return { type: 'refused', error: statusOf(error, permission) };
    }
  }

  #record({ request, ...asked }: FaultedCall, status: number, effects: FaultEffect[]): void {
    const call = { ...asked, region: 'global', caller: 'loopback', status };
    this.calls.push(call);
    const struck = [...new Set(effects.map(({ type }) => type))];
    this.#onCall({ ...call, request, struck, believed: true });
  }

  #throttle(): void {
    const now = this.#now().getTime();
    while (this.#times[0] !== undefined && this.#times[0] <= now - 60_000) this.#times.shift();
    if (this.#times.length >= this.#perMinute) {
      throw overQuota();
    }
    this.#times.push(now);
  }

  #page(call: ListCall, permission: string, strike: GcpStrike): Answer {
    const { parent = '', contentType = '', assetTypes = [], pageToken = '' } = call;
    const pageSize = call.pageSize === undefined || call.pageSize === 0 ? 100 : call.pageSize;
    if (!Object.hasOwn(permissions, contentType)) {
      throw new Refusal(codes.invalidArgument, `content type ${contentType} is not served here`);
    }
    if (pageSize < 1 || pageSize > 1000) {
      throw new Refusal(codes.invalidArgument, 'page_size must be between 1 and 1000');
    }
    const strange = assetTypes.find((kind) => !knownKinds.has(kind));
    if (strange !== undefined) throw new Refusal(codes.invalidArgument, `unsupported asset type: ${strange}`);
    const node = this.#node(parent, permission);
    const seconds = Number(call.readTime?.seconds ?? Math.floor(this.#now().getTime() / 1000));
    const age = this.#now().getTime() / 1000 - seconds;
    if (age < 0 || age > oldest) throw wrongTime();
    const below = this.#estate.assets.filter(
      (asset) =>
        asset.ancestors.includes(node) &&
        (assetTypes.length === 0 || assetTypes.includes(asset.assetType)) &&
        carries(asset, contentType),
    );
    const scope = hash('sha256', JSON.stringify([parent, contentType, assetTypes, seconds]), 'hex').slice(
      0,
      24,
    );
    const { index, page } = positionOf(pageToken, scope);
    const empty = strike.has('empty-page');
    const end = Math.min(index + Math.min(pageSize, this.#pageSize), below.length);
    const shown = empty ? [] : below.slice(index, end).filter((asset) => !this.#faults.isHidden(asset));
    return {
      message: {
        readTime: { seconds: String(seconds) },
        assets: shown.map((asset) => this.#message(asset, contentType, strike)),
        nextPageToken: tokenAfter({ index, page, end, length: below.length }, scope, strike),
      },
      damage: strike.has('cut')
        ? 'cut'
        : strike.has('garble')
          ? 'garble'
          : strike.has('wrong-body')
            ? 'bare'
            : 'none',
    };
  }

  /** What is not there and what may not be seen get the same answer. */
  #node(parent: string, permission: string): string {
    const node = this.#byId.get(parent) ?? parent;
    const exists = this.#estate.assets.some(({ ancestors }) => ancestors[0] === node);
    const denied = this.#estate.denials.some((one) => one.parent === parent && one.permission === permission);
    if (!exists || denied) throw denial(permission, parent);
    return node;
  }

  #message(asset: GcpAsset, content: string, strike: GcpStrike): object {
    const base = {
      name: asset.name,
      assetType: asset.assetType,
      ancestors: asset.ancestors,
      updateTime: { seconds: String(Math.floor(this.#now().getTime() / 1000) - 86_400) },
    };
    switch (content) {
      case 'IAM_POLICY':
        return { ...base, iamPolicy: asset.iamPolicy };
      case 'ORG_POLICY':
        return { ...base, orgPolicy: asset.orgPolicy };
      default: {
        const parent = `//cloudresourcemanager.googleapis.com/${asset.ancestors[0] ?? ''}`;
        const data = structOf((strike.shown(asset, '') ?? asset).data);
        return { ...base, resource: { version: 'v1', parent, data, location: asset.location } };
      }
    }
  }
}

const carries = (asset: GcpAsset, content: string): boolean =>
  content === 'RESOURCE' || (content === 'IAM_POLICY' ? asset.iamPolicy : asset.orgPolicy) !== undefined;

interface Position {
  readonly index: number;
  readonly page: number;
}

/** Tokens are `<scope>.<index>.<page>`. */
const positionOf = (token: string, scope: string): Position => {
  if (token === '') return { index: 0, page: 1 };
  const [given, index = '', page = ''] = token.split('.');
  if (given === scope && /^\d+$/.test(index)) return { index: Number(index), page: Number(page) };
  throw new Refusal(codes.invalidArgument, 'page_token is invalid or has expired');
};

const tokenAfter = (
  { index, page, end, length }: Position & { readonly end: number; readonly length: number },
  scope: string,
  strike: GcpStrike,
): string => {
  if (strike.has('expire-token')) return `expired.${end}.${page + 1}`;
  // Of this very page.
  if (strike.has('repeat-token')) return `${scope}.${index}.${page}`;
  if (strike.has('empty-page')) return `${scope}.${index}.${page + 1}`;
  if (end >= length) return '';
  const next = strike.has('overlap') && end > index + 1 ? end - 1 : end;
  return `${scope}.${next}.${page + 1}`;
};
