// Replaces `cacheable-lookup` in the bundle, got's cache of DNS: the program leaves that to the system.
export default class CacheableLookup {
  constructor() {
    throw new Error('got was given a DNS cache, but the bundle holds no cacheable-lookup.');
  }
}
