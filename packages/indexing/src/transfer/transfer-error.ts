/** A file that is no export, or one that cannot be imported here. The message is for the operator. */
export class TransferError extends Error {
  override readonly name = 'TransferError';
}

/** What is wrong with one line of a file; the first is 1. */
export const wrongLine = (line: number, problem: string, options?: ErrorOptions): TransferError =>
  new TransferError(`line ${line}: ${problem}`, options);
