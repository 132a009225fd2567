/**
 * Serves `google.cloud.asset.v1.AssetService` by gRPC on loopback, from the `.proto` files that come with the vendor's
 * own client. Only `ListAssets` is there; what the real service refuses is refused.
 */
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { join, sep } from 'node:path';
import type { ServiceDefinition } from '@grpc/grpc-js';
import type { Fault, RecordedCall } from '../contract.ts';
import { listen, sandboxFailed } from '../loopback.ts';
import { type Answer, AssetLists, type ListCall } from './assets.ts';
import type { GcpSandboxOptions } from './options.ts';
import type { Status } from './refusals.ts';
import { codes, refusalOf, statusOf } from './refusals.ts';

export interface GcpSandbox {
  /** `http://127.0.0.1:<port>`; gRPC without TLS. */
  readonly endpoint: string;
  readonly parents: readonly string[];
  /** Faults in force, as for AWS: `action` is the permission, `account` the parent of a call. */
  addFault(fault: Fault): void;
  clearFaults(): void;
  readonly calls: readonly RecordedCall[];
  clearCalls(): void;
  close(): Promise<void>;
}

/** Of the client library and of the one below it, which holds the common types; both are found by their main file. */
const protoFolders = (): readonly string[] => {
  const asset = createRequire(import.meta.url).resolve('@google-cloud/asset');
  const gax = createRequire(asset).resolve('google-gax');
  return [asset, gax].map((file) =>
    join(file.slice(0, file.lastIndexOf(`${sep}build${sep}`)), 'build/protos'),
  );
};

const serviceName = 'google.cloud.asset.v1.AssetService';

const assetService = async (): Promise<ServiceDefinition> => {
  const { loadSync } = (await import('@grpc/proto-loader')).default;
  const loaded = loadSync('google/cloud/asset/v1/asset_service.proto', {
    includeDirs: [...protoFolders()],
    longs: String,
    enums: String,
    oneofs: true,
  });
  const service = loaded[serviceName] as ServiceDefinition | undefined;
  const list = service?.['ListAssets'];
  if (service === undefined || list === undefined) throw new Error(`${serviceName} has no ListAssets`);
  const serialize = list.responseSerialize;
  return {
    ListAssets: {
      ...list,
      // A damaged answer is damaged in its bytes: no message would carry it.
      responseSerialize: (answer: Answer) => damaged(serialize(answer.message), answer.damage),
    },
  };
};

const damaged = (bytes: Buffer, damage: Answer['damage']): Buffer => {
  switch (damage) {
    case 'none':
      return bytes;
    case 'cut':
      return bytes.subarray(0, bytes.length >> 1);
    case 'garble':
      return Buffer.alloc(64, 0xff);
    case 'bare':
      return Buffer.alloc(0);
  }
};

interface UnaryCall {
  readonly request: ListCall;
  readonly metadata: { get(name: string): readonly (string | Buffer)[] };
  /** Address and port of the client. */
  getPeer(): string;
}

/** A bug of the sandbox says so: gRPC itself would make an "unknown error" of it, as a cloud may have. */
const answerOrFail = (lists: AssetLists, asked: ListCall): ReturnType<AssetLists['answer']> => {
  try {
    return lists.answer(asked);
  } catch (cause) {
    return {
      type: 'refused',
      error: { code: codes.internal, details: sandboxFailed(cause), trailer: undefined },
    };
  }
};

export const startGcpSandbox = async (options: GcpSandboxOptions): Promise<GcpSandbox> => {
  // Only where this cloud is served: the published command has them beside it, and not within.
  const { Metadata, Server, ServerCredentials } = (await import('@grpc/grpc-js')).default;
  const lists = new AssetLists(options);
  const server = new Server();
  const withTrailer = ({ code, details, trailer }: Status): object => {
    const metadata = new Metadata();
    if (trailer !== undefined) metadata.set('grpc-status-details-bin', trailer);
    return { code, details, metadata };
  };
  /** By the client's port: gRPC itself does not hand out what it listens to. */
  const sockets = new Map<string, Socket>();
  server.addService(await assetService(), {
    ListAssets: (call: UnaryCall, callback: (error: object | null, answer?: Answer) => void) => {
      if (options.accepts?.(call.metadata.get('authorization')[0]?.toString()) === false) {
        const refusal = refusalOf({ type: 'reject-credentials' }, '');
        if (refusal !== undefined) callback(withTrailer(statusOf(refusal, '')));
        return;
      }
      const outcome = answerOrFail(lists, call.request);
      switch (outcome.type) {
        case 'hang':
          return;
        case 'reset':
          sockets.get(call.getPeer().split(':').at(-1) ?? '')?.resetAndDestroy();
          return;
        case 'refused':
          callback(withTrailer(outcome.error));
          return;
        case 'answered':
          if (outcome.slow === 0) callback(null, outcome.answer);
          else setTimeout(() => callback(null, outcome.answer), outcome.slow).unref();
      }
    },
  });
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const front = createServer((socket) => {
    const client = String(socket.remotePort);
    sockets.set(client, socket);
    socket.once('close', () => sockets.delete(client));
    // Whoever goes away without a word needs no answer.
    socket.on('error', () => undefined);
    injector.injectConnection(socket);
  });
  const { port, close } = await listen(front, options.port);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    parents: options.estate.parents,
    addFault: (fault) => lists.addFault(fault),
    clearFaults: () => lists.clearFaults(),
    calls: lists.calls,
    clearCalls: () => {
      lists.calls.length = 0;
    },
    close: async () => {
      const closed = close();
      // Hanging answers would keep it open forever.
      injector.destroy();
      server.forceShutdown();
      for (const socket of sockets.values()) socket.destroy();
      await closed;
    },
  };
};
