import { expect, it } from 'vitest';
import { isTestTenant } from '../../../src/prove/announcement.ts';

it.each([
  'https://acme.trial.usehalo.com',
  'https://acmetrial.usehalo.com',
  'https://acme2.trial.usehalo.com',
  'https://acmesandbox.haloitsm.com',
  'https://acme-test.haloitsm.com',
  'https://sandbox.acme.example',
  'https://halo.dev.acme.example',
  'https://uat2.acme.example',
  'http://127.0.0.1:4000',
])('%s is a tenant for tests', (url) => {
  expect(isTestTenant(url)).toBe(true);
});

it.each([
  'https://acme.haloitsm.com',
  'https://attest.haloitsm.com',
  'https://latest.usehalo.com',
  'https://industrial.haloitsm.com',
  'https://acmetrial.usehalo.com.example.com',
  'https://contest.example.com',
  'https://demolition.haloitsm.com',
  'https://acme.usehalo.com',
])('%s may be a tenant that people work in', (url) => {
  expect(isTestTenant(url)).toBe(false);
});
