import type { Manifest } from '../manifest.js';
import { expectedOutputs, shapeText } from './expected-outputs.js';
import type { Port, Signature } from './protocol.js';

/** What a model's file says of its inputs and outputs that its manifest says otherwise. */
export function signatureProblems({ inputs, outputs }: Signature, manifest: Manifest): string[] {
  return [...inputProblems(inputs, manifest.input), ...outputProblems(outputs, manifest)];
}

function inputProblems(inputs: readonly Port[], { name, width, height }: Manifest['input']): string[] {
  const input = inputs.find((port) => port.name === name);
  if (input === undefined) return [`input.name: the model has no input ${name} (it has ${namesOf(inputs)})`];
  const others = inputs.filter((port) => port !== input);
  return [
    ...others.map((port) => `input.name: the model wants ${port.name} besides ${name}`),
    ...(input.type === 'uint8' ? [] : [`input.name: ${name} takes ${input.type}, not uint8`]),
    ...shapeProblems('input', input, [height, width, 3]),
    ...batchProblems(input),
  ];
}

function outputProblems(outputs: readonly Port[], manifest: Manifest): string[] {
  return expectedOutputs(manifest).flatMap(({ field, name, shape }) => {
    const output = outputs.find((port) => port.name === name);
    if (output === undefined) return [`${field}: the model has no output ${name} (it has ${namesOf(outputs)})`];
    return [
      ...(output.type === 'float32' ? [] : [`${field}: ${name} is ${output.type}, not float32`]),
      ...shapeProblems(field, output, shape),
    ];
  });
}

/** @param expected without the batch; what the file leaves open is seen when it runs */
function shapeProblems(field: string, { name, shape }: Port, expected: readonly (number | undefined)[]): string[] {
  // A file need not say anything.
  if (shape.length === 0) return [];
  const others = shape.slice(1);
  const fits =
    others.length === expected.length &&
    others.every((side, axis) => typeof side === 'string' || expected[axis] === undefined || side === expected[axis]);
  return fits ? [] : [`${field}: ${name} is ${shapeText(shape)}, not ${shapeText(['N', ...expected])}`];
}

function batchProblems({ name, shape }: Port): string[] {
  const [batch = 'N'] = shape;
  return typeof batch === 'string' ? [] : [`input: ${name} is ${shapeText(shape)}: it takes batches of ${batch} only`];
}

const namesOf = (ports: readonly Port[]) => ports.map(({ name }) => name).join(', ') || 'none';
