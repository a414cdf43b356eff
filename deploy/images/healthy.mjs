// Ends with 0 when the process of this image is ready: images have no shell and no curl to ask it with.
const { OPENFASHION_OPERATOR_PORT: operators, OPENFASHION_PORT: port } = process.env;
const answer = await fetch(`http://127.0.0.1:${operators || port || 8080}/readyz`, {
  signal: AbortSignal.timeout(4_000),
});
process.exitCode = answer.ok ? 0 : 1;
