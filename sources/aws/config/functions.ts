/**
 * What AWS Config does not record of functions: their environment variables, and their aliases with the policies of these.
 * Lambda's list tells the former of a region in bulk, 50 functions a page, and which functions have published versions.
 * Only those are asked for aliases, a call each: an alias is made to point at versions. One of a function that never
 * published any would be missed here, and only here (docs/aws-direct.md, "Differences").
 */
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import { directKind } from '../direct/kinds.ts';
import { everyVersion } from '../direct/lambda.ts';
import type { DirectReader } from '../direct/reader.ts';
import { unreadGap } from '../recorders.ts';
import { notReadable } from '../routing.ts';

export const lambdaKind = 'AWS::Lambda::Function';
const list = 'lambda:ListFunctions';

/** Parts that no item has. */
export type BesidePart = 'environmentSecrets' | 'aliases';

interface Beside {
  readonly environment: Reading<unknown>;
  readonly hasVersions: boolean;
}

type Functions = ReadonlyMap<string, Beside>;

/** An ARN with a version, `…:function:name:3`, split from it. */
const withVersion = /^(arn:(?:[^:]*:){5}[^:]+):([^:]+)$/;

/** Of one region, asked as items of it come. */
export class FunctionsBeside {
  readonly #reader: DirectReader;
  readonly #account: string;
  readonly #region: string;
  readonly #signal: AbortSignal;
  readonly #parts: readonly BesidePart[];
  #functions: Promise<Reading<Functions>> | undefined;

  /** @param parts that somebody looks at. */
  constructor(
    reader: DirectReader,
    account: string,
    region: string,
    parts: readonly BesidePart[],
    signal: AbortSignal,
  ) {
    this.#reader = reader;
    this.#account = account;
    this.#region = region;
    this.#parts = parts;
    this.#signal = signal;
  }

  async of(arn: string, name: string): Promise<Readonly<Partial<Record<BesidePart, Reading<unknown>>>>> {
    this.#functions ??= this.#read();
    const functions = await this.#functions;
    const found = functions.known ? functions.value.get(arn) : undefined;
    // AWS Config may know one that was deleted meanwhile, or that is newer than the list.
    const instead = functions.known
      ? unread('stale', list, 'Lambda does not list the function that AWS Config has')
      : functions;
    const told: Partial<Record<BesidePart, Reading<unknown>>> = {};
    for (const part of this.#parts) {
      if (found === undefined) told[part] = instead;
      else if (part === 'environmentSecrets') told[part] = found.environment;
      else told[part] = found.hasVersions ? await this.#aliases(arn, name) : known([]);
    }
    return told;
  }

  async #aliases(arn: string, name: string): Promise<Reading<unknown>> {
    const kind = directKind(lambdaKind);
    if (kind === undefined) return unreadGap(notReadable);
    const found = { resourceId: name, resourceName: name, arn, configuration: {} };
    const parts = await this.#reader.partsOf(
      kind,
      this.#account,
      this.#region,
      found,
      ['aliases'],
      this.#signal,
    );
    const gone = unread(
      'stale',
      'lambda:ListAliases',
      'Lambda does not know the function that AWS Config has',
    );
    const reading: Reading<unknown> | undefined = parts === 'gone' ? undefined : parts['aliases'];
    return reading ?? gone;
  }

  async #read(): Promise<Reading<Functions>> {
    const kind = this.#parts.includes('aliases') ? everyVersion : directKind(lambdaKind);
    if (kind === undefined) return unreadGap(notReadable);
    const environments = new Map<string, Reading<unknown>>();
    const published = new Set<string>();
    const pages = this.#reader.pages(kind, this.#account, this.#region, 'list', undefined, this.#signal);
    for await (const event of pages) {
      if (event.type === 'failed') return unreadGap(event.gap);
      for (const { resource } of event.resources) {
        const [, arn = resource.id, version = '$LATEST'] = withVersion.exec(resource.id) ?? [];
        if (version !== '$LATEST') published.add(arn);
        else {
          const reading = resource.parts['environmentSecrets'];
          if (reading !== undefined) environments.set(arn, reading);
        }
      }
    }
    return known(
      new Map(
        [...environments].map(([arn, environment]) => [
          arn,
          { environment, hasVersions: published.has(arn) },
        ]),
      ),
    );
  }
}
