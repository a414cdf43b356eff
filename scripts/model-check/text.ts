import type { ModelReport, Port, Speed, WeightsReport } from '@openfashion/inference/check';

/** A report for a person. */
export function asText(folder: string, { manifest, weights }: ModelReport, provider: string): string[] {
  if (manifest === undefined) return [];
  const { task, name, version } = manifest;
  return [
    `${folder}: ${name} ${version}, task ${task}`,
    ...weights.flatMap((each) => ['', ...weightsText(each, provider)]),
  ];
}

function weightsText({ file, precision, signature, speeds }: WeightsReport, provider: string): string[] {
  return [
    `${file}${precision === undefined ? '' : ` (${precision})`} on ${provider}, one thread`,
    ...(signature?.inputs ?? []).map((port) => `  in   ${portText(port)}`),
    ...(signature?.outputs ?? []).map((port) => `  out  ${portText(port)}`),
    ...(speeds.length === 0 ? [] : table(speeds)),
  ];
}

const portText = ({ name, type, shape }: Port) => `${name}  ${type} [${shape.join(', ')}]`;

const columns = ['batch', 'ms per batch', 'ms per picture', 'pictures/s'] as const;

function table(speeds: readonly Speed[]): string[] {
  const rows = speeds.map(({ size, time }) => [
    String(size),
    digits(time),
    digits(time / size),
    digits((size / time) * 1000),
  ]);
  return [columns, ...rows].map(
    (row) => `  ${row.map((cell, column) => cell.padStart(columns[column]?.length ?? 0)).join('  ')}`,
  );
}

/** Three digits that count, as much as a time on a shared machine is worth. */
const digits = (value: number) => (value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3))));
