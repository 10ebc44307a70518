package dev.segue.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What whoever asks must know. It is in a header as {@code Bearer SECRET}; or, where players have
 * room for a token alone, with the listener whom they mean, as {@code Token LISTENER:SECRET}.
 *
 * @param secret empty if nothing must be known: then it is {@code Token LISTENER}
 */
record AccessToken(Optional<String> secret) {

  private static final String BEARER = "bearer ";
  private static final String TOKEN = "token ";

  /** Whether a header has it. */
  boolean isIn(@Nullable String header) {
    if (secret.isEmpty()) {
      return true;
    }
    String told = after(BEARER, header).or(() -> after(TOKEN, header)).orElse("");
    String last = told.substring(told.lastIndexOf(':') + 1);
    return MessageDigest.isEqual(last.getBytes(UTF_8), secret.get().getBytes(UTF_8));
  }

  /** The listener whom a header means that has it. */
  Optional<String> listener(@Nullable String header) {
    Optional<String> told = isIn(header) ? after(TOKEN, header) : Optional.empty();
    return told.map(
            text -> secret.isEmpty() ? text : text.substring(0, Math.max(0, text.lastIndexOf(':'))))
        .filter(name -> !name.isEmpty());
  }

  private static Optional<String> after(String scheme, @Nullable String header) {
    return header != null && header.toLowerCase(Locale.ROOT).startsWith(scheme)
        ? Optional.of(header.substring(scheme.length()).strip())
        : Optional.empty();
  }
}
