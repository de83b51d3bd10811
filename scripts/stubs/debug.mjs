// Replaces `debug` in the bundle: with DEBUG set, it would print a proxy's URL including its password.
export default () => () => undefined;
