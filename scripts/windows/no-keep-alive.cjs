// Wine 8 refuses a connection whose keep-alive probes are set before it is open, as Node's own fetch does, by which the
// simulated HaloITSM calls ilert. Only the sandbox is run with this; the program's own requests need no help.
const { Socket } = require('node:net');

Socket.prototype.setKeepAlive = function setKeepAlive() {
  return this;
};
