package dev.segue.server;

/** The names that listeners may have. */
final class ListenerName {

  private static final int MOST_CHARACTERS = 200;

  private ListenerName() {}

  /** Returns the name, unless it is none. */
  static String check(String name) throws Problem {
    if (name.isBlank() || name.length() > MOST_CHARACTERS) {
      throw Problem.badRequest(
          "listener must have 1..%d characters, but has %d"
              .formatted(MOST_CHARACTERS, name.length()));
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw Problem.badRequest("listener must have no control characters");
    }
    return name;
  }
}
