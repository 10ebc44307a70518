package dev.segue.server;

import java.util.Optional;

/**
 * The models that may be asked: the one that is served, and perhaps another beside it, which knows
 * the same listeners. Any number of threads.
 *
 * @param served what is asked unless the request says otherwise
 * @param beside what it is compared with
 */
record AskedModels(Asked served, Optional<Asked> beside) {

  /** The parameter by which a request says which one it means. */
  static final String PARAMETER = "model";

  private static final String BESIDE = "beside";

  /**
   * A model and its listeners.
   *
   * @param models the model, which may be replaced
   * @param listeners their sessions with it
   */
  record Asked(Models models, Listeners listeners) {}

  /** The model that a request means. */
  Asked of(Call call) throws Problem {
    Optional<String> name = call.optional(PARAMETER);
    if (name.isEmpty()) {
      return served;
    }
    if (!name.get().equals(BESIDE)) {
      throw Problem.badRequest("model must be 'beside', was '%s'".formatted(name.get()));
    }
    return beside.orElseThrow(
        () -> Problem.badRequest("there is no model beside the one that is served"));
  }
}
