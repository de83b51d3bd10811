/** The account answered in a way that leaves an experiment nothing to observe. */
export class Unobservable extends Error {
  /** @param reason a sentence for the report, without texts from the account */
  constructor(reason: string) {
    super(reason);
    this.name = 'Unobservable';
  }
}
