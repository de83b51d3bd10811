// Runs the whole story on Node for Windows under Wine. `-- --node 22.23.3` selects another version.
import { parseArgs } from 'node:util';
import { runStory } from './story.mjs';
import { startWindows } from './wine.mjs';

/** The newest that Debian's Wine 8 can run: from Node 24 on, V8 reserves memory in a way that it doesn't support. */
const VERSIONS = ['20.20.2', '22.23.3'];

const { node = VERSIONS } = parseArgs({ options: { node: { type: 'string', multiple: true } } }).values;
let failed = 0;
let passed = 0;
for (const version of node) {
  const windows = startWindows(version);
  try {
    console.log(`Node ${version} for Windows, ${windows.version}:`);
    for await (const { step, fault } of runStory(windows)) {
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
