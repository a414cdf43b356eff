/** Major and minor of a version's text, 0 where it has none. */
function parse(version: string): readonly [number, number] {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return [Number(major ?? 0), Number(minor ?? 0)];
}

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [ownMajor, ownMinor] = parse(version);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

/** Whether a message may say how long it is kept: what lets markers of deleted keys go by themselves. */
export const expiresMessages = (version: string): boolean => isAtLeast(version, 2, 11);

/** What an operator must know of a server's durability; undefined where its configuration can promise all of it. */
export function durabilityWarning(version: string): string | undefined {
  if (isAtLeast(version, 2, 10)) return undefined;
  return (
    `NATS ${version} is older than 2.10 and does not know "sync_interval: always": acknowledged writes survive a crash ` +
    'of its process, but not a power failure'
  );
}
