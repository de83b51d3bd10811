// Stands for chalk's own look at the terminal, which takes time: src/ui/streams.ts decides about colours.
export default { stdout: false, stderr: false };
