/** A receiver of webhooks on loopback, that keeps what came and answers as it is told. */
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '#sandbox/loopback.ts';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  answer: { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | 'silence';
  close(): Promise<void>;
}

export const startReceiver = async (): Promise<Receiver> => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) });
    const { answer } = receiver;
    if (answer !== 'silence') response.writeHead(answer.status, answer.headers).end('whatever it says');
  });
  const { port, close } = await listen(server);
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook?key=in-the-address`,
    received,
    answer: { status: 204 },
    close,
  };
  return receiver;
};
