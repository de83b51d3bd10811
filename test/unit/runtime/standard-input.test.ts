import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { processSystem } from '../../../src/runtime/system.ts';
import { packageRoot } from '../../support/cli.ts';

test('where the system gives no standard input that can be opened, as to a service on Windows, nothing is read', async () => {
  const broken = vi.spyOn(process, 'stdin', 'get').mockImplementation(() => {
    throw new Error('open EBADF');
  });
  try {
    const { stdin } = processSystem(packageRoot, () => {
      throw new Error('this test has no keyboard');
    });
    expect([stdin.isTTY, await text(stdin)]).toEqual([undefined, '']);
  } finally {
    broken.mockRestore();
  }
});
