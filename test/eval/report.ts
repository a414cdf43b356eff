import type { DetectionFigures } from './detection-figures.js';
import type { Latencies } from './latency.js';
import type { SearchFigures } from './search-figures.js';
import type { AttributeFigures } from './tag-figures.js';

export interface Report {
  readonly gallery: number;
  readonly shareIndexed: number;
  readonly indexedPerSecond: number;
  readonly byId: SearchFigures;
  readonly byFile: SearchFigures;
  readonly detection: DetectionFigures;
  readonly tags: readonly AttributeFigures[];
  readonly latencies: Readonly<Record<string, Latencies>>;
}

const share = (value: number) => value.toFixed(3);

/** Print the report as Markdown tables. */
export function printReport(report: Report): void {
  const { byId, byFile, detection } = report;
  console.log(`
| indexing | |
|---|---|
| products | ${report.gallery} |
| share indexed | ${share(report.shareIndexed)} |
| products per second | ${report.indexedPerSecond.toFixed(1)} |

| precision@10, ${byId.queries} queries | same articleType | same articleType and baseColour |
|---|---|---|
| by product id | ${share(byId.sameType)} | ${share(byId.sameTypeAndColour)} |
| by uploaded file | ${share(byFile.sameType)} | ${share(byFile.sameTypeAndColour)} |

| detection, ${detection.pictures} street photographs | |
|---|---|
| mAP@0.5 over ${detection.types} types with at least 10 items | ${share(detection.meanAveragePrecision)} |
| AP@0.5 of any type | ${share(detection.classAgnostic)} |

| attribute | pictures | said | right when said | accuracy | commonest value |
|---|---|---|---|---|---|
${report.tags
  .map(
    (row) =>
      `| ${row.attribute} | ${row.labelled} | ${share(row.said)} | ${share(row.rightWhenSaid)} | ${share(row.accuracy)} | ${share(row.commonest)} |`,
  )
  .join('\n')}

| request, 4 at a time | count | p50 ms | p95 ms |
|---|---|---|---|
${Object.entries(report.latencies)
  .map(([kind, { count, p50, p95 }]) => `| ${kind} | ${count} | ${p50.toFixed(1)} | ${p95.toFixed(1)} |`)
  .join('\n')}
`);
}
