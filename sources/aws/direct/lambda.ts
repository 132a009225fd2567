/** Functions. Source: AWS Lambda API Reference. */
import type { Fields } from '#sources/decoding.ts';
import type { OutputOf } from '../operations.ts';
import type { DirectKind } from './kind.ts';
import { configNames, detail, listedKind, rowOf } from './kind.ts';

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

export const lambdaKinds: readonly DirectKind[] = [
  listedKind({
    kind: 'AWS::Lambda::Function',
    action: 'lambda:ListFunctions',
    // Without versions: AWS Config has the unpublished one. No page is longer, whatever is asked for.
    input: (token) => ({ MaxItems: 50, ...(token === undefined ? {} : { Marker: token }) }),
    rows: (output) => output.Functions,
    next: (output) => output.NextMarker,
    found: (row, place) =>
      rowOf('lambda:ListFunctions', row.FunctionArn, place, {
        resourceId: row.FunctionName,
        ...(row.FunctionName === undefined ? {} : { resourceName: row.FunctionName }),
        configuration: configurationOf(row),
      }),
    details: [
      detail({
        action: 'lambda:GetPolicy',
        parts: ['policy'],
        input: ({ arn, resourceId }) => ({ FunctionName: arn ?? resourceId }),
        trees: ({ Policy }) =>
          Policy === undefined ? { problem: 'the answer holds no policy' } : { supplementary: { Policy } },
        // The same code for a function that was deleted meanwhile: it is shown once more, as the list had it.
        none: { codes: ['ResourceNotFoundException'], trees: { supplementary: { Policy: null } } },
      }),
    ],
  }),
];
