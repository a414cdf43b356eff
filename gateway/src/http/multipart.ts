import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Bytes, ContractError, limits, type ResultName } from '@openfashion/contract';
import busboy from 'busboy';
import { acceptBody } from './body.js';
import type { UploadLease } from './upload-budget.js';

/** What a route expects of its form, and which results it answers when the form breaks the rules. */
export interface FormRules {
  /** The one file field. */
  readonly file: string;
  readonly maxFileBytes: Bytes;
  /** Answered as soon as the file passes `maxFileBytes`. */
  readonly tooLarge: ResultName;
  /** Answered when the body is not multipart, truncated or late. */
  readonly broken: ResultName;
}

export interface Form {
  /** Text fields in the order sent. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly file?: { readonly filename: string; readonly data: Uint8Array };
}

const fieldBytes = 64 * 1024;

/**
 * Read a multipart body into memory within the contract's limits (rules 5.9, 8.3), refusing as it streams. A part must have a
 * name (RFC 7578, 4.2).
 * @throws ContractError the first rule broken; Overloaded when all uploads together hold too much
 */
export function readForm(
  req: IncomingMessage,
  res: ServerResponse,
  rules: FormRules,
  budget: UploadLease,
): Promise<Form> {
  const broken = (detail: string, cause?: unknown) => new ContractError(rules.broken, detail, { cause });
  const nameless = () => broken('body: every part must have a name');
  if (!/^multipart\/form-data\b/i.test(req.headers['content-type'] ?? '')) {
    return Promise.reject(broken('body: must be multipart/form-data'));
  }
  return new Promise((resolve, reject) => {
    const parser = openParser(req, broken);
    const fields: [string, string][] = [];
    let file: { filename: string; chunks: Buffer[] } | undefined;

    const stop = (reason: unknown) => {
      clearTimeout(timer);
      req.unpipe(parser);
      parser.destroy();
      reject(reason);
    };
    const timer = setTimeout(
      () => stop(broken(`body: did not arrive within ${limits.multipart.bodyMs / 1000} s`)),
      limits.multipart.bodyMs,
    );
    const left = () => stop(broken('body: the client left'));
    req.once('aborted', left);

    // A parser that was stopped goes on to the end of the bytes it was given: nothing of that counts.
    const unlessStopped = (work: () => void) => {
      if (!parser.destroyed) work();
    };
    const hold = (bytes: Bytes, keep: () => void) => {
      try {
        budget.take(bytes);
        keep();
      } catch (overloaded) {
        stop(overloaded);
      }
    };
    // The parser's types promise a name, but it gives undefined where a part has none.
    parser.on('field', (name: string | undefined, value, info) =>
      unlessStopped(() => {
        if (name === undefined) return stop(nameless());
        if (info.valueTruncated) {
          return stop(new ContractError('InvalidParam', `${name.slice(0, 64)}: must be at most ${fieldBytes} bytes`));
        }
        hold(Buffer.byteLength(name) + Buffer.byteLength(value), () => fields.push([name, value]));
      }),
    );
    parser.on('file', (name: string | undefined, stream, info) => {
      // A parser that is stopped ends its file stream with an error, which was already answered.
      stream.on('error', () => {});
      unlessStopped(() => {
        if (name === undefined) return stop(nameless());
        const wanted = name === rules.file;
        const chunks: Buffer[] = [];
        let bytes = 0;
        if (wanted) file = { filename: info.filename ?? '', chunks };
        stream.on('data', (chunk: Buffer) =>
          unlessStopped(() => {
            bytes += chunk.length;
            if (bytes > rules.maxFileBytes) {
              const detail = `${name.slice(0, 64)}: must be at most ${rules.maxFileBytes} bytes`;
              return stop(new ContractError(rules.tooLarge, detail));
            }
            if (wanted) hold(chunk.length, () => chunks.push(chunk));
          }),
        );
      });
    });
    parser.on('filesLimit', () => stop(new ContractError('InvalidParam', `${rules.file}: must be one file`)));
    parser.on('fieldsLimit', () =>
      stop(new ContractError('InvalidParam', `body: must have at most ${limits.multipart.fields} fields`)),
    );
    parser.on('error', (cause) => stop(broken('body: is not a complete multipart/form-data body', cause)));
    parser.on('close', () => {
      clearTimeout(timer);
      req.off('aborted', left);
      resolve({ fields, ...(file && { file: { filename: file.filename, data: Buffer.concat(file.chunks) } }) });
    });

    // The client may have left while its credentials were checked.
    if (req.destroyed) return left();
    acceptBody(req, res);
    req.pipe(parser);
  });
}

function openParser(req: IncomingMessage, broken: (detail: string, cause: unknown) => ContractError): busboy.Busboy {
  try {
    return busboy({
      headers: req.headers,
      defParamCharset: 'utf8',
      limits: {
        files: 1,
        fields: limits.multipart.fields,
        fieldSize: fieldBytes,
        headerPairs: 32,
      },
    });
  } catch (cause) {
    throw broken('body: has no valid multipart boundary', cause);
  }
}
