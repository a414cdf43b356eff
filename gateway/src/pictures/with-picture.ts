import { DeadlineExceeded } from '@openfashion/contract';
import type { Picture } from '@openfashion/imaging';
import type { Call } from '@openfashion/inference';
import type { GatewayContext } from '../context.js';
import { type Exchange, interactiveCall } from '../exchange.js';

/**
 * Decode a picture for a request's work on it, which keeps the pixels in memory until it has ended. While others hold as
 * many as there may be, it waits for its turn.
 * @param work is given the call that every model is asked with: waiting, decoding and all of them have one deadline
 * @throws ContractError of section 7; DeadlineExceeded when its turn did not come; what `work` throws
 */
export async function withPicture<Result>(
  { decoder, inferenceTimeout }: Pick<GatewayContext, 'decoder' | 'inferenceTimeout'>,
  exchange: Exchange,
  bytes: Uint8Array,
  work: (picture: Picture, call: Call) => Promise<Result>,
): Promise<Result> {
  const call = interactiveCall(exchange, inferenceTimeout);
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new DeadlineExceeded('the picture’s turn to be decoded did not come in time')),
    inferenceTimeout,
  );
  const started = (picture: Picture) => {
    clearTimeout(timer);
    return work(picture, call);
  };
  try {
    return await decoder.withPicture(bytes, started, AbortSignal.any([call.signal, late.signal]));
  } finally {
    clearTimeout(timer);
  }
}
