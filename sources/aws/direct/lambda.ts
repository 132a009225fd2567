/** Functions. Source: AWS Lambda API Reference. */
import type { Fields } from '#sources/decoding.ts';
import type { Outcome } from '../clients.ts';
import { malformed } from '../estate.ts';
import type { OutputOf } from '../operations.ts';
import type { Detail, DirectKind, DirectPlace } from './kind.ts';
import { configNames, detail, listedKind, rowOf } from './kind.ts';
import { whole } from './whole.ts';

type Row = NonNullable<OutputOf<'lambda:ListFunctions'>['Functions']>[number];

/** Names of variables are the user's own and stay as they are. */
const configurationOf = ({ Environment, ...row }: Row): Fields => {
  const configuration = configNames(row);
  // Left out where a function has no variables.
  if (Environment === undefined) return { ...configuration, environment: null };
  const { Variables, Error: failure } = Environment;
  return {
    ...configuration,
    environment: {
      ...(Variables === undefined ? {} : { variables: Variables }),
      // Lambda could not decrypt them for whoever asks.
      ...(failure === undefined ? {} : { error: configNames(failure) }),
    },
  };
};

/** Text of the policy, null where there is none. */
const policyOfAlias = async (
  place: DirectPlace,
  FunctionName: string,
  Qualifier: string,
): Promise<Outcome<string | null>> => {
  const answer = await place.call('lambda:GetPolicy', { FunctionName, Qualifier });
  if (answer.ok) return { ok: true, value: answer.value.Policy ?? '' };
  return answer.failure.code === 'ResourceNotFoundException' ? { ok: true, value: null } : answer;
};

/**
 * An alias has a policy of its own, and an address (function URL) of its own where it was given one. Each costs a call. A
 * published version can have a policy as well, for who calls it by its number: nobody does, and those are not read.
 */
const aliases: Detail = {
  actions: ['lambda:ListAliases', 'lambda:GetPolicy'],
  parts: ['aliases'],
  read: async (place, { resourceId: FunctionName }) => {
    const action = 'lambda:ListAliases';
    const listed = await whole(
      action,
      place,
      (token) => ({ FunctionName, ...(token === undefined ? {} : { Marker: token }) }),
      ({ Aliases, NextMarker }) => ({ rows: Aliases, next: NextMarker }),
    );
    if (!listed.ok) return listed;
    const found: object[] = [];
    for (const { Name: name } of listed.value) {
      if (name === undefined || name === '') return malformed(action, 'an alias has no name');
      const policy = await policyOfAlias(place, FunctionName, name);
      if (!policy.ok) return policy;
      if (policy.value === '') return malformed('lambda:GetPolicy', 'the answer holds no policy');
      found.push({ name, policy: policy.value });
    }
    return { ok: true, value: { supplementary: { aliases: found } } };
  },
};

/** @param versions `ALL` lists each published version beside its function, by a longer ARN. */
const listFunctions = (versions: 'ALL' | undefined, details: readonly Detail[]): DirectKind =>
  listedKind({
    kind: 'AWS::Lambda::Function',
    action: 'lambda:ListFunctions',
    // No page is longer, whatever is asked for.
    input: (token) => ({
      MaxItems: 50,
      ...(versions === undefined ? {} : { FunctionVersion: versions }),
      ...(token === undefined ? {} : { Marker: token }),
    }),
    rows: (output) => output.Functions,
    next: (output) => output.NextMarker,
    found: (row, place) =>
      rowOf('lambda:ListFunctions', row.FunctionArn, place, {
        resourceId: row.FunctionName,
        ...(row.FunctionName === undefined ? {} : { resourceName: row.FunctionName }),
        configuration: configurationOf(row),
      }),
    details,
  });

/** Unpublished ones, as AWS Config has them. */
export const lambdaKinds: readonly DirectKind[] = [
  listFunctions(undefined, [
    detail({
      action: 'lambda:GetPolicy',
      parts: ['policy'],
      input: ({ arn, resourceId }) => ({ FunctionName: arn ?? resourceId }),
      trees: ({ Policy }) =>
        Policy === undefined ? { problem: 'the answer holds no policy' } : { supplementary: { Policy } },
      // The same code for a function that was deleted meanwhile: it is shown once more, as the list had it.
      none: { codes: ['ResourceNotFoundException'], trees: { supplementary: { Policy: null } } },
    }),
    aliases,
  ]),
];

export const everyVersion: DirectKind = listFunctions('ALL', []);
