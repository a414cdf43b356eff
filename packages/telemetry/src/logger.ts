import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

export interface LoggerOptions {
  /** Process name, on every line. */
  readonly name: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Where lines go; standard error unless told. */
  readonly stream?: DestinationStream;
}

/** JSON lines with ISO times. Credentials are cut out wherever a line carries them by one of their names. */
export function createLogger({
  name,
  level,
  stream = pino.destination({ dest: 2, sync: true }),
}: LoggerOptions): Logger {
  const secrets = ['authorization', 'secretKey', 'secret'];
  return pino(
    {
      name,
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      base: { name },
      redact: { paths: secrets.flatMap((secret) => [secret, `*.${secret}`, `*.*.${secret}`]), censor: '[secret]' },
    },
    stream,
  );
}
