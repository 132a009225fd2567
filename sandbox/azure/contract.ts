/** What tests, the demo and people who write checks use of Azure's sandbox. */
import type { Fault, RecordedCall } from '../contract.ts';

export interface AzureSandbox {
  /** `https://127.0.0.1:<port>`, in the place of https://management.azure.com. */
  readonly endpoint: string;
  /** PEM of the certificate that the sandbox made for itself. */
  readonly ca: string;
  /** Accepted as bearer token. */
  readonly token: () => Promise<{ readonly token: string; readonly expiresOnTimestamp: number }>;
  readonly tenant: string;
  /**
   * Faults in force. `action` is an operation such as `Microsoft.Storage/storageAccounts/read`, `account` a
   * subscription or tenant. A denied operation is left out of Resource Graph's rows, as the real service does.
   * `garble-field` takes a path of a row, such as `properties.securityRules`. What looks at items is laid on what
   * answers them: with `action`, rows of Resource Graph can be told from those of a list.
   */
  addFault(fault: Fault): void;
  clearFaults(): void;
  /** `kinds`: types that a query or a listing was asked for. */
  readonly calls: readonly RecordedCall[];
  clearCalls(): void;
  close(): Promise<void>;
}
