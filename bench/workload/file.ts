/** The workload on disk, in the operating system's folder for temporary files, for as long as it is needed. */
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface WorkloadFile {
  readonly path: string;
  readonly folder: string;
  readonly bytes: number;
}

const linesPerWrite = 2_000;

/**
 * Removes the file when the work with it is over.
 *
 * @param lineAt one JSON text without its newline.
 */
export const withWorkload = async <T>(
  rows: number,
  lineAt: (index: number) => string,
  work: (file: WorkloadFile) => Promise<T>,
): Promise<T> => {
  const file = writeWorkload(rows, lineAt);
  try {
    return await work(file);
  } finally {
    rmSync(file.folder, { recursive: true, force: true });
  }
};

const writeWorkload = (rows: number, lineAt: (index: number) => string): WorkloadFile => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  const path = join(folder, 'resources.ndjson');
  const descriptor = openSync(path, 'wx');
  for (let from = 0; from < rows; from += linesPerWrite) {
    let text = '';
    for (let index = from; index < Math.min(rows, from + linesPerWrite); index++)
      text += `${lineAt(index)}\n`;
    writeSync(descriptor, text);
  }
  closeSync(descriptor);
  return { path, folder, bytes: statSync(path).size };
};
