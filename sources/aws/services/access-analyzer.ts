import { AccessAnalyzerClient, ListAnalyzersCommand } from '@aws-sdk/client-accessanalyzer';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new AccessAnalyzerClient(settings) as unknown as SdkClient,
  commands: {
    ListAnalyzers: ListAnalyzersCommand,
  },
} satisfies ServiceModule;
