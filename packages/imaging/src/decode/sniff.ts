export type PictureFormat = 'png' | 'jpeg' | 'gif';

const signatures: readonly (readonly [PictureFormat, readonly number[]])[] = [
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['gif', [0x47, 0x49, 0x46, 0x38]],
];

/** The format of a picture by its first bytes, whatever its name or type says (rule 7.1); undefined for any other. */
export function sniff(bytes: Uint8Array): PictureFormat | undefined {
  return signatures.find(([, signature]) => signature.every((byte, index) => bytes[index] === byte))?.[0];
}
