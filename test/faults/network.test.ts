import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkFaults } from './faults.ts';
import { type NetworkDisturber, networkDisturber } from './network.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let by: NetworkDisturber;
beforeAll(async () => {
  world = await startWorld();
  by = await networkDisturber(world.sandbox);
});
afterAll(async () => {
  await by.close();
  await world.close();
});

describe('a fault of the network', () => {
  it.each([
    ['a name that is not found', /Cannot connect to \S+ \(host not found\)\./],
    ['a certificate that nobody trusts', /Could not establish a secure connection to \S+: .*certificate/],
    ['a broken TLS handshake', /The connection to \S+ was lost|Could not establish a secure connection/],
  ])('occurs as intended: %s', async (name, sentence) => {
    const fault = networkFaults.find((each) => each.name === name);
    world.become('fresh', false);
    by.arm(fault ? [{ at: 0, fault, forGood: true, chance: 0 }] : []);
    const { exitCode, stderr } = await world.run(['plan'], by.env);
    by.disarm();
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(sentence)]);
  });
});
