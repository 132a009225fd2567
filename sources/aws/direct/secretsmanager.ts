/** Secrets, never their values. Source: AWS Secrets Manager API Reference. */
import type { DirectKind } from './kind.ts';
import { listedKind, ownNames, rowOf, tagMap } from './kind.ts';

export const secretKinds: readonly DirectKind[] = [
  listedKind({
    kind: 'AWS::SecretsManager::Secret',
    action: 'secretsmanager:ListSecrets',
    // Without those that are scheduled for deletion, which nobody can read any more. That AWS Config has them as
    // deleted is a guess.
    input: (token) => ({ MaxResults: 100, ...(token === undefined ? {} : { NextToken: token }) }),
    rows: (output) => output.SecretList,
    next: (output) => output.NextToken,
    found: ({ Tags, ...row }, place) =>
      row.DeletedDate !== undefined
        ? 'left-out'
        : rowOf('secretsmanager:ListSecrets', row.ARN, place, {
            resourceId: row.ARN,
            ...(row.Name === undefined ? {} : { resourceName: row.Name }),
            tags: tagMap(Tags),
            configuration: ownNames(row),
          }),
  }),
];
