// Replaces `form-data-encoder` in the bundle, got's uploads of multipart forms: the program sends none.
export const isFormData = () => false;

export class FormDataEncoder {
  constructor() {
    throw new Error('got was given a multipart form, but the bundle holds no form-data-encoder.');
  }
}
