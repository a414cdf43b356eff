/** What work resolves to, or undefined when it takes longer than so many milliseconds; it goes on then, unheard. */
export async function withinTime<Result>(work: Promise<Result>, limit: number): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limit);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
