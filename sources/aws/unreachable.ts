/** A plan for an AWS that does not even say who asks it, with what mends that. */
import { listing } from '#model/coverage.ts';
import type { SourcePlan } from '#model/source.ts';
import { coverageOf } from '#sources/failure.ts';
import { gapRow } from './coverage-rows.ts';
import type { Failure } from './errors.ts';
import { isRejected } from './errors.ts';
import type { AwsOptions } from './options.ts';
import { noCredentials } from './sessions.ts';

/** There is nothing to ask AWS with; the message names what was tried. */
export class MissingCredentialsError extends Error {
  override readonly name = 'MissingCredentialsError';
}

/**
 * Nobody to be: without credentials that is an error of the user's; with them, everything is unknown.
 *
 * @throws MissingCredentialsError
 */
export const unreachable = (failure: Failure, options: AwsOptions): SourcePlan => {
  if (failure.code === noCredentials) {
    const why = failure.message.replace(/\.+$/, '');
    throw new MissingCredentialsError(`no AWS credentials: ${why}. ${waysIn(options)}.`);
  }
  const { detail } = coverageOf(failure);
  return {
    shards: [],
    coverage: [gapRow('unknown', '*', listing, coverageOf(failure), 'sts')],
    trust: { accounts: new Set(), organization: 'unknown', partners: new Set(options.partners) },
    accountNames: new Map(),
    identity: 'unknown',
    notices: [`AWS did not say who asks, so all of it is unknown: ${detail}. ${mendOf(failure, options)}.`],
  };
};

const waysIn = ({ profile }: AwsOptions): string =>
  profile === undefined
    ? 'Sign in (for example with `aws sso login`), or set aws.profile'
    : `Sign in with \`aws sso login --profile ${profile}\`, or name another: \`aws configure list-profiles\``;

const mendOf = (failure: Failure, options: AwsOptions): string => {
  // A signature holds the time, so a clock that is wrong by minutes looks like a wrong key.
  if (isRejected(failure)) return `${waysIn(options)}; the clock of this machine has to be right`;
  const way = [
    ...(options.proxy === undefined ? [] : [`the proxy ${hostOf(options.proxy)} (aws.proxy, HTTPS_PROXY)`]),
    ...(options.endpoint === undefined
      ? []
      : [`the address ${hostOf(options.endpoint)} (aws.endpoint, AWS_ENDPOINT_URL)`]),
  ].join(' and ');
  if (failure.type === 'malformed') {
    return `What answers is not AWS: look at ${way === '' ? 'what stands between here and it, such as a sign-in page' : way}`;
  }
  return way === '' ? 'Look at the network and at HTTPS_PROXY' : `Look at the network and at ${way}`;
};

/** Without a password that stands before it. */
const hostOf = (address: string): string => URL.parse(address)?.host ?? 'that is configured';
