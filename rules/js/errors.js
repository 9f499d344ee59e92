// What stops an evaluation: an error of the rule language, known by its type in both engines.

/** A rule that has no answer; `value` is what `try` hands to its next argument. */
export class LogicError extends Error {
  constructor(type, value = { type }) {
    super(type);
    this.type = type;
    this.value = value;
  }
}

/** Stop with an error of this type. */
export function fail(type) {
  throw new LogicError(type);
}
