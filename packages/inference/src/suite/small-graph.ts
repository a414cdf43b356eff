/** A value's element type and dimensions; a name is an open one. */
export type ValueType = readonly [element: keyof typeof elements, shape: readonly (number | string)[]];

export interface Constant {
  readonly dims: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

export interface SmallNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Whole numbers and lists of them. */
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

export interface SmallGraph {
  readonly inputs: Readonly<Record<string, ValueType>>;
  readonly outputs: Readonly<Record<string, ValueType>>;
  readonly nodes: readonly SmallNode[];
  readonly constants?: Readonly<Record<string, Constant>>;
}

/** Numbers that ONNX gives to element types. */
const elements = { float32: 1, uint8: 2, int64: 7 } as const;
export const element = (name: keyof typeof elements): number => elements[name];
const attributeTypes = { integer: 2, integers: 7 } as const;
const irVersion = 8;
const opset = 13;

export const floats = (dims: readonly number[], data: Iterable<number>): Constant => ({
  dims,
  data: Float32Array.from(data),
});
export const integers = (...data: readonly number[]): Constant => ({
  dims: [data.length],
  data: BigInt64Array.from(data, BigInt),
});

/** An ONNX file (protobuf, onnx.proto), small enough to be written by a test. */
export function smallGraph({ inputs, outputs, nodes, constants = {} }: SmallGraph): Uint8Array {
  const graph = message([
    ...nodes.map((node) => field(1, nodeOf(node))),
    field(2, text('small')),
    ...Object.entries(constants).map(([name, constant]) => field(5, tensorOf(name, constant))),
    ...Object.entries(inputs).map(([name, type]) => field(11, portOf(name, type))),
    ...Object.entries(outputs).map(([name, type]) => field(12, portOf(name, type))),
  ]);
  return message([number(1, irVersion), field(7, graph), field(8, message([number(2, opset)]))]);
}

const nodeOf = ({ operator, inputs, output, attributes = {} }: SmallNode) =>
  message([
    ...inputs.map((name) => field(1, text(name))),
    field(2, text(output)),
    field(4, text(operator)),
    ...Object.entries(attributes).map(([name, value]) => field(5, attributeOf(name, value))),
  ]);

const attributeOf = (name: string, value: number | readonly number[]) =>
  message([
    field(1, text(name)),
    ...(typeof value === 'number'
      ? [number(3, value), number(20, attributeTypes.integer)]
      : [...value.map((each) => number(8, each)), number(20, attributeTypes.integers)]),
  ]);

const tensorOf = (name: string, { dims, data }: Constant) =>
  message([
    ...dims.map((side) => number(1, side)),
    number(2, data instanceof Float32Array ? elements.float32 : elements.int64),
    field(8, text(name)),
    field(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ]);

function portOf(name: string, [type, shape]: ValueType): Uint8Array {
  const dims = shape.map((side) =>
    field(1, message([typeof side === 'number' ? number(1, side) : field(2, text(side))])),
  );
  const tensor = message([number(1, elements[type]), field(2, message(dims))]);
  return message([field(1, text(name)), field(2, message([field(1, tensor)]))]);
}

const text = (value: string) => new TextEncoder().encode(value);
const message = (fields: readonly Uint8Array[]) => Uint8Array.from(Buffer.concat(fields));
/** A field of bytes: text, a message, or raw data. */
const field = (at: number, value: Uint8Array) => message([varint(at * 8 + 2), varint(value.length), value]);
const number = (at: number, value: number) => message([varint(at * 8), varint(value)]);

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  // A negative number is its two's complement of 64 bits.
  let left = BigInt.asUintN(64, BigInt(value));
  do {
    bytes.push(Number(left & 0x7fn) | (left > 0x7fn ? 0x80 : 0));
    left >>= 7n;
  } while (left > 0n);
  return Uint8Array.from(bytes);
}
