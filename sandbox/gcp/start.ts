/**
 * Serves `google.cloud.asset.v1.AssetService` by gRPC on loopback, from the `.proto` files that come with the vendor's
 * own client. Only `ListAssets` is there; what the real service refuses is refused.
 */
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Fault, RecordedCall } from '../contract.ts';
import { type Answer, AssetLists, type ListCall } from './assets.ts';
import type { GcpSandboxOptions } from './options.ts';

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

const assetService = (): ServiceDefinition => {
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
  }
};

export const startGcpSandbox = async (options: GcpSandboxOptions): Promise<GcpSandbox> => {
  const lists = new AssetLists(options);
  const server = new Server();
  server.addService(assetService(), {
    ListAssets: (call: { request: ListCall }, callback: (error: object | null, answer?: Answer) => void) => {
      const outcome = lists.answer(call.request);
      if (outcome.type === 'hang') return;
      if (outcome.type === 'refused') callback(outcome.error);
      else callback(null, outcome.answer);
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${options.port ?? 0}`, ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
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
      // Hanging answers would keep it open forever.
      server.forceShutdown();
    },
  };
};
