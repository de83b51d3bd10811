// Replaces chalk's own terminal detection, which takes time: src/ui/streams.ts decides about colours.
export default { stdout: false, stderr: false };
