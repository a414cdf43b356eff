/** A span of time in milliseconds; an instant where the name says so (`deadline`). */
export type Milliseconds = number;
/** A wall-clock instant or span in whole seconds since 1970 (rule 8.8). */
export type UnixSeconds = number;
/** A count of bytes; 1 MB of the contract is 1,048,576 bytes (rule 7.1). */
export type Bytes = number;
/** A distance or position in pixels of an upright picture; may be fractional. */
export type Pixels = number;
