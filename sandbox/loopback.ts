/** What the servers of all clouds have in common. */
import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';

export interface Listening {
  readonly port: number;
  /** Waits for no answer that hangs. */
  close(): Promise<void>;
}

/** @param port 0 takes a free one. Rejects with the system's error where it can't be had. */
export const listen = async (
  server: Server & { closeAllConnections?(): void },
  port = 0,
): Promise<Listening> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections?.();
      }),
  };
};

export const sandboxFailed = (cause: unknown): string =>
  `The sandbox failed: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`;

/** A bug of the sandbox says so, and is not taken for a fault of a cloud. */
export const answering =
  (handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>): RequestListener =>
  (request, response) => {
    handle(request, response).catch((cause: unknown) => {
      // A client that went away needs no answer.
      if (response.destroyed || response.headersSent) return;
      response.writeHead(500, { 'content-type': 'text/plain' }).end(sandboxFailed(cause));
    });
  };

/** More than any of the spoken requests needs. */
const maxBody = 1 << 20;

/** Undefined for a body that is too long to be one. */
export const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > maxBody) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
};

interface Body {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly text: string;
}

/** @param halt what happens halfway: the connection ends, or so many milliseconds go by. */
export const sendBody = (
  { status, headers, text }: Body,
  response: ServerResponse,
  halt: 'cut' | number,
): void => {
  const body = Buffer.from(text);
  const half = Math.floor(body.length / 2);
  response.writeHead(status, { ...headers, 'content-length': body.length });
  if (halt === 'cut') response.write(body.subarray(0, half), () => response.destroy());
  else if (halt > 0) {
    response.write(body.subarray(0, half));
    setTimeout(() => response.end(body.subarray(half)), halt).unref();
  } else response.end(body);
};
