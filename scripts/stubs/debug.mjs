// Stands for the package `debug` in the bundle: with DEBUG set it would print a proxy's address, with its password.
export default () => () => undefined;
