import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createAccount,
  createOperator,
  createUser,
  encodeAccount,
  encodeOperator,
  encodeUser,
  fmtCreds,
} from '@nats-io/jwt';

/** An operator with one account that may use JetStream, as `nsc` would make them. */
export interface CredentialsAuthority {
  /** Lines of a server's configuration. */
  readonly configuration: string;
  /** A `.creds` file of a new user. */
  readonly file: string;
}

/** @param directory where the file is to be */
export async function createCredentials(directory: string): Promise<CredentialsAuthority> {
  const [operator, system, account, user] = [createOperator(), createAccount(), createAccount(), createUser()];
  const limits = {
    mem_storage: -1,
    disk_storage: -1,
    streams: -1,
    consumer: -1,
    conn: -1,
    subs: -1,
    data: -1,
    payload: -1,
  };
  const operatorToken = await encodeOperator('operator', operator, {});
  const accountToken = await encodeAccount('shop', account, { limits }, { signer: operator });
  const systemToken = await encodeAccount('system', system, {}, { signer: operator });
  const userToken = await encodeUser('gateway', user, account, {});
  const file = join(directory, 'user.creds');
  await writeFile(file, fmtCreds(userToken, user));
  return {
    file,
    configuration: `
      operator: "${operatorToken}"
      resolver: MEMORY
      system_account: ${system.getPublicKey()}
      resolver_preload: {
        ${system.getPublicKey()}: "${systemToken}"
        ${account.getPublicKey()}: "${accountToken}"
      }`,
  };
}
