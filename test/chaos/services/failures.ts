/** What the server's log says why requests failed, and how often, most first. */
export function failuresIn(log: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const line of log) {
    const { msg, err } = JSON.parse(line) as { readonly msg?: string; readonly err?: { readonly message?: string } };
    if (msg !== 'request failed') continue;
    const reason = (err?.message ?? 'no reason').replaceAll(/\d+(\.\d+)?/g, 'N').slice(0, 80);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${count} × ${reason}`)
    .join('; ');
}
