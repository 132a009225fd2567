import type { ListAnalyzersCommand } from '@aws-sdk/client-accessanalyzer';
import type { Io } from './io.ts';

export interface AccessAnalyzerOperations {
  'access-analyzer:ListAnalyzers': Io<ListAnalyzersCommand>;
}

export const accessAnalyzerActions = {
  'access-analyzer:ListAnalyzers': true,
} satisfies Record<keyof AccessAnalyzerOperations, true>;
