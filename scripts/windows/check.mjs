// The whole story with the Windows build of Node under Wine. `-- --node 22.23.3` uses another one.
import { parseArgs } from 'node:util';
import { tellStory } from './story.mjs';
import { startWindows } from './wine.mjs';

/** The newest that Wine 8, Debian's, can start: V8 reserves memory from Node 24 on in a way that it does not have. */
const VERSIONS = ['20.20.2', '22.23.3'];

const { node = VERSIONS } = parseArgs({ options: { node: { type: 'string', multiple: true } } }).values;
let failed = 0;
let passed = 0;
for (const version of node) {
  const windows = startWindows(version);
  try {
    console.log(`Node ${version} for Windows, ${windows.version}:`);
    for await (const { step, fault } of tellStory(windows)) {
      console.log(
        fault === undefined ? `  passed  ${step}` : `  FAILED  ${step}\n${fault.replace(/^/gm, '          ')}`,
      );
      if (fault === undefined) passed += 1;
      else failed += 1;
    }
  } finally {
    windows.stop();
  }
}
console.log(`${passed} steps passed, ${failed} failed.`);
if (failed > 0 || passed === 0) process.exitCode = 1;
