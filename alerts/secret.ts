/** The secret that alerts are signed with: given as it is, or kept in AWS Secrets Manager. */

export interface SecretSource {
  readonly value?: string;
  /** Name or ARN of a secret in AWS Secrets Manager. */
  readonly arn?: string;
  readonly region: string;
  readonly endpoint?: string;
}

/** There is no secret to sign with; the message says where it was looked for, and nothing of what was found. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
}

export const readSecret = async ({ value, arn, region, endpoint }: SecretSource): Promise<string> => {
  if (value !== undefined) return value;
  if (arn === undefined) {
    throw new SecretError(
      'there is no secret to sign with: set PLUMBLINE_WEBHOOK_SECRET_ARN, or PLUMBLINE_WEBHOOK_SECRET',
    );
  }
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient({ region, ...(endpoint === undefined ? {} : { endpoint }) });
  let secret: string | undefined;
  try {
    ({ SecretString: secret } = await client.send(new GetSecretValueCommand({ SecretId: arn })));
  } catch (error) {
    // The service's words may repeat what was asked for; its name says enough.
    throw new SecretError(
      `the secret ${arn} can't be read (${error instanceof Error ? error.name : 'no answer'}): the function needs secretsmanager:GetSecretValue on it`,
    );
  } finally {
    client.destroy();
  }
  if (secret === undefined || secret === '') throw new SecretError(`the secret ${arn} holds no text`);
  return secret;
};
