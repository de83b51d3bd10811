// Replaces `cacheable-request` in the bundle, got's cache of responses: the program caches none.
export class CacheError extends Error {}

export default class CacheableRequest {
  constructor() {
    throw new Error('got was given a cache, but the bundle holds no cacheable-request.');
  }
}
