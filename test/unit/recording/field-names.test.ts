import { expect, it } from 'vitest';
import { isVendorField } from '../../../src/recording/field-names.ts';
import { documentOf } from '../../contract/documents.ts';

it("knows every field of the vendors' documents", () => {
  const names = (['halo', 'ilert'] as const).flatMap((service) =>
    Object.values(documentOf(service).components.schemas).flatMap(({ properties }) => Object.keys(properties ?? {})),
  );
  expect(names.length).toBeGreaterThan(300);
  expect(names.filter((name) => !isVendorField(name))).toEqual([]);
});

it("does not take a tenant's own field for one of them", () => {
  expect(['CFcustomer', 'acme', 'Cost centre', 'constructor'].filter(isVendorField)).toEqual([]);
});
