// Stands for the package `cli-spinners` in the bundle, of whose ninety spinners none is used: the program has its own.
export default { dots: { interval: 80, frames: ['.'] }, line: { interval: 130, frames: ['-'] } };
