// Replaces `ajv` and `ajv-formats` in the bundle, with which conf validates files by a schema: the program gives it
// none, and validates what it reads itself.
export class Ajv2020 {
  constructor() {
    throw new Error('conf was given a schema, but the bundle holds no ajv.');
  }
}

export default function addFormats() {
  throw new Error('conf was given a schema, but the bundle holds no ajv-formats.');
}
