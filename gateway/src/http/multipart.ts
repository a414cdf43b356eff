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
 * Read a multipart body into memory within the contract's limits (rules 5.9, 8.3), refusing as it streams.
 * @throws ContractError the first rule broken; Overloaded when all uploads together hold too much
 */
export function readForm(
  req: IncomingMessage,
  res: ServerResponse,
  rules: FormRules,
  budget: UploadLease,
): Promise<Form> {
  const broken = (detail: string, cause?: unknown) => new ContractError(rules.broken, detail, { cause });
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

    // A part may have no name, whatever the parser's types say: such a field is unknown (rule 1.8).
    parser.on('field', (name: string | undefined, value, info) => {
      if (name === undefined) return;
      if (info.nameTruncated || info.valueTruncated) {
        stop(new ContractError('InvalidParam', `${name.slice(0, 64)}: must be at most ${fieldBytes} bytes`));
      } else fields.push([name, value]);
    });
    parser.on('file', (name: string | undefined, stream, info) => {
      const wanted = name === rules.file;
      const chunks: Buffer[] = [];
      let bytes = 0;
      if (wanted) file = { filename: info.filename ?? '', chunks };
      // A parser that is stopped ends its file stream with an error, which was already answered.
      stream.on('error', () => {});
      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > rules.maxFileBytes) {
          return stop(
            new ContractError(rules.tooLarge, `${name ?? 'body'}: must be at most ${rules.maxFileBytes} bytes`),
          );
        }
        if (!wanted) return;
        try {
          budget.take(chunk.length);
          chunks.push(chunk);
        } catch (overloaded) {
          stop(overloaded);
        }
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
        fieldNameSize: 256,
        fieldSize: fieldBytes,
        headerPairs: 32,
      },
    });
  } catch (cause) {
    throw broken('body: has no valid multipart boundary', cause);
  }
}
