const maxValue = 64 * 1024;
const keyPattern = /^[A-Za-z0-9_=-]+(?:\/[A-Za-z0-9_=-]+)*$/;

/** @throws RangeError for a key or object name outside the port's alphabet and length */
export function checkKey(key: string): void {
  if (key.length > 200 || !keyPattern.test(key)) throw new RangeError(`${JSON.stringify(key.slice(0, 80))} is no key`);
}

/** @throws RangeError for a value or message over 64 KiB */
export function checkValue(value: Uint8Array): void {
  if (value.length > maxValue) throw new RangeError(`a value has at most ${maxValue} bytes, this has ${value.length}`);
}

/** @throws RangeError for a name of a bucket, queue or object store outside the port's alphabet */
export function checkName(name: string): void {
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(name)) throw new RangeError(`${JSON.stringify(name.slice(0, 80))} is no name`);
}
