/** Resolves to all that is being opened. @throws what one of them failed with, when those that came are disposed of */
export async function allOrNone<Things extends readonly (AsyncDisposable | undefined)[]>(
  opening: readonly [...{ readonly [Index in keyof Things]: Promise<Things[Index]> }],
): Promise<Things> {
  try {
    return (await Promise.all(opening)) as unknown as Things;
  } catch (error) {
    const came = (await Promise.allSettled(opening)).map((one) => (one.status === 'fulfilled' ? one.value : undefined));
    await Promise.all(came.map((one) => one?.[Symbol.asyncDispose]()));
    throw error;
  }
}
