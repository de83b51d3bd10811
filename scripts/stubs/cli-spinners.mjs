// Replaces `cli-spinners` in the bundle: the program has a spinner of its own, and uses none of the package's ninety.
export default { dots: { interval: 80, frames: ['.'] }, line: { interval: 130, frames: ['-'] } };
