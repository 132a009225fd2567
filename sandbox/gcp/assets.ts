/** Answers `ListAssets` as the service does: what is refused, what a page holds, which token follows. */
import { hash } from 'node:crypto';
import { Metadata } from '@grpc/grpc-js';
import type { Fault, RecordedCall } from '../contract.ts';
import { actionCovers } from '../services/denials.ts';
import type { GcpAsset, GcpEstate } from './estate.ts';
import { forms } from './forms.ts';
import type { GcpSandboxOptions } from './options.ts';
import { statusDetails, structOf } from './wire.ts';

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
  readonly damage: 'none' | 'cut' | 'garble';
}

export type Outcome =
  | { readonly type: 'answered'; readonly answer: Answer }
  | { readonly type: 'refused'; readonly error: object }
  | { readonly type: 'hang' };

const permissions: Readonly<Record<string, string>> = {
  RESOURCE: 'cloudasset.assets.listResource',
  IAM_POLICY: 'cloudasset.assets.listIamPolicy',
  ORG_POLICY: 'cloudasset.assets.listOrgPolicy',
};

const nodeKinds = ['Organization', 'Folder', 'Project'].map(
  (kind) => `cloudresourcemanager.googleapis.com/${kind}`,
);
const knownKinds = new Set([...Object.keys(forms), ...nodeKinds]);

const invalidArgument = 3;
const deniedCode = 7;
const exhausted = 8;
const internal = 13;
const unavailable = 14;

/** Read times reach back 35 days. */
const oldest = 35 * 86_400;

class Refusal extends Error {
  readonly code: number;
  readonly reason: string;
  constructor(code: number, message: string, reason = '') {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

export class AssetLists {
  readonly calls: RecordedCall[] = [];
  readonly #estate: GcpEstate;
  readonly #pageSize: number;
  readonly #perMinute: number;
  readonly #now: () => Date;
  readonly #byId = new Map<string, string>();
  readonly #times: number[] = [];
  #faults: { readonly fault: Fault; left: number }[] = [];

  constructor({ estate, pageSize, callsPerMinute, now }: GcpSandboxOptions) {
    this.#estate = estate;
    this.#pageSize = pageSize ?? 1000;
    this.#perMinute = callsPerMinute ?? Number.POSITIVE_INFINITY;
    this.#now = now ?? (() => new Date());
    for (const { assetType, data, ancestors } of estate.assets) {
      const id = data['projectId'];
      if (assetType.endsWith('/Project') && typeof id === 'string') {
        this.#byId.set(`projects/${id}`, ancestors[0] ?? '');
      }
    }
  }

  addFault(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clearFaults(): void {
    this.#faults = [];
  }

  answer(call: ListCall): Outcome {
    const permission = permissions[call.contentType ?? ''] ?? 'cloudasset.assets.listResource';
    const record = (status: number): void => {
      const { parent = '', assetTypes = [] } = call;
      this.calls.push({
        action: permission,
        account: parent,
        region: 'global',
        caller: 'loopback',
        status,
        kinds: [...assetTypes],
      });
    };
    const fault = this.#strike(call, permission, (one) => one.effect.type !== 'garble-field');
    try {
      if (fault?.effect.type === 'hang') {
        record(0);
        return { type: 'hang' };
      }
      refuse(fault, permission);
      this.#throttle();
      const answer = this.#page(call, permission, fault);
      record(200);
      return { type: 'answered', answer };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      record(error.code === unavailable && fault?.effect.type === 'reset' ? 0 : httpStatus(error.code));
      return { type: 'refused', error: statusOf(error, permission) };
    }
  }

  #strike(call: ListCall, permission: string, wanted: (fault: Fault) => boolean): Fault | undefined {
    const one = this.#faults.find(
      ({ fault: { match }, left, fault }) =>
        left > 0 &&
        wanted(fault) &&
        (match.action === undefined || actionCovers(match.action, permission)) &&
        (match.account === undefined || match.account === call.parent) &&
        (match.kind === undefined || (call.assetTypes ?? []).includes(match.kind)),
    );
    if (one === undefined) return undefined;
    one.left -= 1;
    return one.fault;
  }

  #throttle(): void {
    const now = this.#now().getTime();
    while (this.#times[0] !== undefined && this.#times[0] <= now - 60_000) this.#times.shift();
    if (this.#times.length >= this.#perMinute) {
      throw new Refusal(
        exhausted,
        "Quota exceeded for quota metric 'ListAssets requests' and limit 'ListAssets requests per minute'",
        'RATE_LIMIT_EXCEEDED',
      );
    }
    this.#times.push(now);
  }

  #page(call: ListCall, permission: string, fault: Fault | undefined): Answer {
    const { parent = '', contentType = '', assetTypes = [], pageToken = '' } = call;
    const pageSize = call.pageSize === undefined || call.pageSize === 0 ? 100 : call.pageSize;
    if (!Object.hasOwn(permissions, contentType)) {
      throw new Refusal(invalidArgument, `content type ${contentType} is not served here`);
    }
    if (pageSize < 1 || pageSize > 1000) {
      throw new Refusal(invalidArgument, 'page_size must be between 1 and 1000');
    }
    const strange = assetTypes.find((kind) => !knownKinds.has(kind));
    if (strange !== undefined) throw new Refusal(invalidArgument, `unsupported asset type: ${strange}`);
    const node = this.#node(parent, permission);
    const seconds = Number(call.readTime?.seconds ?? Math.floor(this.#now().getTime() / 1000));
    const age = this.#now().getTime() / 1000 - seconds;
    if (age < 0 || age > oldest)
      throw new Refusal(invalidArgument, 'read_time must be within the last 35 days');
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
    const start = offsetOf(pageToken, scope);
    const size = Math.min(pageSize, this.#pageSize);
    const end = start + size;
    const more = fault?.effect.type === 'expire-token' || end < below.length;
    return {
      message: {
        readTime: { seconds: String(seconds) },
        assets: below.slice(start, end).map((asset) => this.#message(asset, contentType, call)),
        nextPageToken: more ? `${fault?.effect.type === 'expire-token' ? 'expired' : scope}.${end}` : '',
      },
      damage: fault?.effect.type === 'cut' ? 'cut' : fault?.effect.type === 'garble' ? 'garble' : 'none',
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

  #message(asset: GcpAsset, content: string, call: ListCall): object {
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
        const data = structOf(this.#damagedData(asset, call));
        return { ...base, resource: { version: 'v1', parent, data, location: asset.location } };
      }
    }
  }

  #damagedData(asset: GcpAsset, call: ListCall): Readonly<Record<string, unknown>> {
    let data: unknown = asset.data;
    for (const { fault } of this.#faults) {
      const { match, effect } = fault;
      if (effect.type !== 'garble-field' || (match.kind !== undefined && match.kind !== asset.assetType))
        continue;
      if (match.account !== undefined && match.account !== call.parent) continue;
      if (match.resource !== undefined && !asset.name.endsWith(match.resource)) continue;
      data = garbled(data, effect.path.replace(/^resource\.data\./, '').split('.'));
    }
    return data as Readonly<Record<string, unknown>>;
  }
}

const carries = (asset: GcpAsset, content: string): boolean =>
  content === 'RESOURCE' || (content === 'IAM_POLICY' ? asset.iamPolicy : asset.orgPolicy) !== undefined;

const offsetOf = (token: string, scope: string): number => {
  if (token === '') return 0;
  const [given, offset = ''] = token.split('.');
  if (given === scope && /^\d+$/.test(offset)) return Number(offset);
  throw new Refusal(invalidArgument, 'page_token is invalid or has expired');
};

const denial = (permission: string, parent: string): Refusal =>
  new Refusal(
    deniedCode,
    `Permission '${permission}' denied on resource '//cloudresourcemanager.googleapis.com/${parent}' (or it may not exist).`,
    'IAM_PERMISSION_DENIED',
  );

/** Throws what the fault says; those that strike the answer are left for later. */
const refuse = (fault: Fault | undefined, permission: string): void => {
  switch (fault?.effect.type) {
    case 'deny':
      throw fault.effect.by === 'scp'
        ? new Refusal(
            deniedCode,
            "Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: x",
            'SECURITY_POLICY_VIOLATED',
          )
        : denial(permission, 'organizations/0');
    case 'throttle':
      throw new Refusal(exhausted, 'Quota exceeded', 'RATE_LIMIT_EXCEEDED');
    case 'error':
      if (fault.effect.code === 'SERVICE_DISABLED') {
        throw new Refusal(
          deniedCode,
          'Cloud Asset API has not been used in project 0 before or it is disabled.',
          'SERVICE_DISABLED',
        );
      }
      throw new Refusal(fault.effect.status === 503 ? unavailable : internal, fault.effect.code);
    case 'reset':
      // What a client makes of a connection that is closed before an answer.
      throw new Refusal(unavailable, 'read ECONNRESET');
    default:
  }
};

const httpStatus = (code: number): number =>
  ({ [invalidArgument]: 400, [deniedCode]: 403, [exhausted]: 429, [unavailable]: 503 })[code] ?? 500;

const statusOf = ({ code, message, reason }: Refusal, permission: string): object => {
  const metadata = new Metadata();
  if (reason !== '') {
    metadata.set(
      'grpc-status-details-bin',
      statusDetails(code, message, reason, { permission, service: 'cloudasset.googleapis.com' }),
    );
  }
  return { code, details: message, metadata };
};

/** A copy in which what stands at `steps` is of a type that nobody can take for a value. */
const garbled = (value: unknown, steps: readonly string[]): unknown => {
  const [step, ...rest] = steps;
  if (step === undefined) return typeof value === 'object' && value !== null ? '%%garbled%%' : [false];
  const object = typeof value === 'object' && value !== null ? value : {};
  return { ...object, [step]: garbled((object as Record<string, unknown>)[step], rest) };
};
