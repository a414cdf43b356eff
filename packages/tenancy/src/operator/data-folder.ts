import { join, relative, resolve } from 'node:path';

/** Where things lie in a data folder. */
export interface DataFolder {
  readonly backplane: string;
  readonly catalog: string;
  readonly operatorSocket: string;
}

export function dataFolder(directory: string): DataFolder {
  const root = resolve(directory);
  return {
    backplane: join(root, 'backplane'),
    catalog: join(root, 'catalog'),
    operatorSocket: join(root, 'operator.sock'),
  };
}

/** What the narrowest system (macOS) keeps of a socket's path, in bytes. */
const longestAddress = 103;

/**
 * The path by which this process reaches a socket: relative to the working directory where that is shorter.
 * Throws an Error that names the path when the system could not hold it.
 */
export function socketAddress(socketPath: string): string {
  const near = relative(process.cwd(), socketPath);
  const address = near.length < socketPath.length ? near : socketPath;
  if (Buffer.byteLength(address) > longestAddress) {
    throw new Error(`${socketPath}: a socket's path has at most ${longestAddress} bytes; choose a shorter data folder`);
  }
  return address;
}
