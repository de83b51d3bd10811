// Wine 8 refuses a connection with keep-alive probes enabled before it is open. Node's own fetch does that, with which
// the simulated HaloITSM calls ilert. Only the sandbox runs with this; the program's own requests don't need it.
const { Socket } = require('node:net');

Socket.prototype.setKeepAlive = function setKeepAlive() {
  return this;
};
