// For bench/startup.mjs: writes a process's peak memory, in kilobytes, to its file descriptor 3.
process.on('exit', () => require('node:fs').writeSync(3, String(process.resourceUsage().maxRSS)));
