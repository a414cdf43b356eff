export { createHealth, type Dependency, type Health } from './health.js';
export { inferenceMetrics } from './inference-metrics.js';
export { listen, portOf, reachableAt } from './listen.js';
export { createLogger, type Logger, type LoggerOptions } from './logger.js';
export { createMetrics, type Metrics } from './metrics.js';
export { observeCalls } from './observe.js';
export { processRoutes } from './process-routes.js';
export { type ShutdownOptions, type ShutdownStep, shutDown, stopSignal } from './shutdown.js';
export { continueTrace, type Trace } from './trace.js';
