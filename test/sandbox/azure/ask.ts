/** One request to Azure's sandbox, as it goes over the wire. */
import { request } from 'node:https';
import type { AzureSandbox } from '#sandbox/azure/contract.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  /** Empty where the text is no JSON object. */
  readonly body: {
    readonly error?: { readonly code: string; readonly message: string };
    readonly data?: readonly Record<string, unknown>[];
    readonly [name: string]: unknown;
  };
}

/** Rejects when the connection ends before the answer does. @param bearer the sandbox's own token when left out. */
export const askAzure = async (
  sandbox: AzureSandbox,
  path: string,
  body?: unknown,
  bearer?: string,
): Promise<Answered> => {
  const token = bearer ?? (await sandbox.token()).token;
  return new Promise((resolve, reject) => {
    const asked = request(
      sandbox.endpoint + path,
      {
        method: body === undefined ? 'GET' : 'POST',
        ca: sandbox.ca,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            body: objectIn(text),
          });
        });
      },
    );
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
};

const objectIn = (text: string): Answered['body'] => {
  try {
    return JSON.parse(text) as Answered['body'];
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
};
