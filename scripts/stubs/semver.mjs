// Stands for the package `semver` in the bundle, which conf uses for migrations: the program gives it none.
export default new Proxy(
  {},
  {
    get() {
      throw new Error('conf was given migrations, but the bundle holds no semver.');
    },
  },
);
