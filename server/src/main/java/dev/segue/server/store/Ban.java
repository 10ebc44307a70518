package dev.segue.server.store;

import java.util.Objects;

/**
 * What a listener does not want to hear. Immutable; may be shared by threads.
 *
 * @param kind what is banned
 * @param name the id of the song, or the name of the artist
 */
public record Ban(Kind kind, String name) {

  /** What can be banned. */
  public enum Kind {
    /** A song, by its id. */
    SONG(0),
    /** An artist, by name. */
    ARTIST(1);

    /** The number that stands for it in a database. */
    final int code;

    Kind(int code) {
      this.code = code;
    }

    static Kind of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("kind must be in 0..1, was " + code);
    }
  }

  /**
   * Makes a ban.
   *
   * @param kind what is banned
   * @param name the id of the song, or the name of the artist
   * @throws IllegalArgumentException if the name is empty, or no Unicode
   */
  public Ban {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    StoredText.checkName(kind == Kind.SONG ? "song id" : "artist", name);
  }
}
