import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen, portOf } from '@openfashion/telemetry';
import { z } from 'zod';

const attributes = z.array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) })).default([]);
const reference = z.object({ traceId: z.string(), spanId: z.string() });
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            reference.extend({
              name: z.string(),
              parentSpanId: z.string().optional(),
              attributes,
              links: z.array(reference).default([]),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** A span as a process exported it. */
export interface ExportedSpan extends z.infer<typeof reference> {
  /** What the process is: `openfashion-gateway` … */
  readonly service: unknown;
  readonly name: string;
  /** Absent of a trace's first. */
  readonly parentSpanId?: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly z.infer<typeof reference>[];
}

/** Takes what processes export by OTLP over HTTP, in JSON. */
export class TraceCollector implements AsyncDisposable {
  readonly spans: ExportedSpan[] = [];
  readonly #server = createServer(async (req, res) => {
    this.#take(await text(req));
    res.setHeader('Content-Type', 'application/json').end('{}');
  });

  static async open(): Promise<TraceCollector> {
    const collector = new TraceCollector();
    await listen(collector.#server, { host: '127.0.0.1', port: 0 });
    return collector;
  }

  /** Settings of a process that sends it all its traces, soon. */
  get settings(): Readonly<Record<string, string>> {
    return {
      OPENFASHION_TRACES_URL: `http://127.0.0.1:${portOf(this.#server)}/v1/traces`,
      OPENFASHION_TRACES_RATIO: '1',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #take(body: string): void {
    for (const { resource, scopeSpans } of exported.parse(JSON.parse(body)).resourceSpans) {
      const service = plain(resource.attributes)['service.name'];
      for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
        this.spans.push({ ...span, service, attributes: plain(span.attributes) });
      }
    }
  }
}

const plain = (given: z.infer<typeof attributes>): Record<string, unknown> =>
  Object.fromEntries(given.map(({ key, value }) => [key, Object.values(value)[0]]));
