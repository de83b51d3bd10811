// Replaces `http2-wrapper` in the bundle, got's HTTP/2: the program speaks HTTP/1.1, as both services do.
export default {
  auto() {
    throw new Error('got was told to use HTTP/2, but the bundle holds no http2-wrapper.');
  },
};
