package dev.segue.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.quotation.Quotation;
import java.util.Objects;

/** Texts that a database gives back as they were. May be used by any threads. */
final class StoredText {

  private StoredText() {}

  /** Throws unless a text can name something: it is not empty, and Unicode. */
  static void checkName(String what, String name) {
    if (Objects.requireNonNull(name, what).isEmpty()) {
      throw new IllegalArgumentException(what + " must not be empty");
    }
    checkUnicode(what, name);
  }

  /**
   * Throws if half of a surrogate pair is missing: UTF-8 has no bytes for the other half, and two
   * such texts would become one.
   */
  static void checkUnicode(String what, String text) {
    if (!UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          what
              + " must be Unicode, but half a surrogate pair is missing: "
              + Quotation.quote(text));
    }
  }
}
