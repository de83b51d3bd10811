// Produces the recordings in test/recordings again, with the simulators.
import { join } from 'node:path';
import { root, sourceModule } from './bundle.mjs';

process.env.FAULTS_PACKAGE = root;
const { produceRecordings } = await sourceModule('test/recordings/produce.ts');
await produceRecordings(join(root, 'test', 'recordings'));
