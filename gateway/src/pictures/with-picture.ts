import { DeadlineExceeded } from '@openfashion/contract';
import type { Picture } from '@openfashion/imaging';
import type { GatewayContext } from '../context.js';
import type { Exchange } from '../exchange.js';

/**
 * Decode a picture for a request's work on it, which keeps the pixels in memory until it has ended. While others hold as
 * many as there may be, it waits for its turn no longer than a request waits for the models.
 * @throws ContractError of section 7; DeadlineExceeded when its turn did not come; what `work` throws
 */
export async function withPicture<Result>(
  { decoder, inferenceTimeout }: Pick<GatewayContext, 'decoder' | 'inferenceTimeout'>,
  { signal }: Pick<Exchange, 'signal'>,
  bytes: Uint8Array,
  work: (picture: Picture) => Promise<Result>,
): Promise<Result> {
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new DeadlineExceeded('the picture’s turn to be decoded did not come in time')),
    inferenceTimeout,
  );
  const started = (picture: Picture) => {
    clearTimeout(timer);
    return work(picture);
  };
  try {
    return await decoder.withPicture(bytes, started, AbortSignal.any([signal, late.signal]));
  } finally {
    clearTimeout(timer);
  }
}
