// Loaded into the CDK CLI before it starts: it looks at a stack every 5 seconds, and a test of
// a deployment that takes half a second should not wait for that.
const later = globalThis.setTimeout;
globalThis.setTimeout = (call, delay, ...rest) => later(call, delay === 5000 ? 100 : delay, ...rest);
