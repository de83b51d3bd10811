// Replaces `semver` in the bundle, which conf uses for migrations: the program has none.
export default new Proxy(
  {},
  {
    get() {
      throw new Error('conf was given migrations, but the bundle holds no semver.');
    },
  },
);
