// Stands for the packages `ajv` and `ajv-formats` in the bundle, which conf uses to check a file by a schema: the program
// gives it none, and checks what it reads itself.
export class Ajv2020 {
  constructor() {
    throw new Error('conf was given a schema, but the bundle holds no ajv.');
  }
}

export default function addFormats() {
  throw new Error('conf was given a schema, but the bundle holds no ajv-formats.');
}
