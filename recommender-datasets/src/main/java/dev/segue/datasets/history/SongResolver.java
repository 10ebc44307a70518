package dev.segue.datasets.history;

import static dev.segue.datasets.reading.SongNames.SEPARATOR;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.Catalogue;
import dev.segue.Song;
import dev.segue.datasets.reading.SongNames;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Resolves plays with an artist, a title and often an identifier to songs. Plays that share an
 * identifier are plays of one song; so are plays that share artist and title. The order in which
 * that turns out does not matter. One thread at a time.
 */
final class SongResolver {

  /** Each name is a song, unless it turns out to be the same as an earlier one. */
  private final ByteTable names = new ByteTable();

  private final ByteTable identifiers = new ByteTable();

  /** {@code [names or more]}: 1 + the number of the name's first identifier, or 0. */
  private int[] identifierOf = new int[1 << 10];

  /** {@code [identifiers or more]}: the first name with the identifier. */
  private int[] nameOf = new int[1 << 10];

  /** {@code [names or more]}: an earlier name of the same song, or itself. */
  private int[] earlier = new int[1 << 10];

  private byte[] name = new byte[1 << 8];

  /**
   * Resolves the song of a play, given as ranges of UTF-8 bytes.
   *
   * @return a number that {@link #songs} turns into the song's index
   * @throws IllegalArgumentException if that is not a valid song; the message says why
   */
  int song(
      byte[] bytes,
      int identifierFrom,
      int identifierTo,
      int artistFrom,
      int artistTo,
      int titleFrom,
      int titleTo) {
    int artist = artistTo - artistFrom;
    int length = artist + 1 + titleTo - titleFrom;
    if (length > name.length) {
      name = new byte[2 * length];
    }
    System.arraycopy(bytes, artistFrom, name, 0, artist);
    name[artist] = SEPARATOR;
    System.arraycopy(bytes, titleFrom, name, artist + 1, titleTo - titleFrom);
    int song = names.find(name, 0, length);
    if (song < 0) {
      if (titleFrom == titleTo) {
        throw new IllegalArgumentException("title must not be empty");
      }
      text(name, 0, length);
      // Check before adding the name, else a song that nobody played would remain.
      checkIdentifier(bytes, identifierFrom, identifierTo);
      song = addName(song, length);
    }
    if (identifierFrom < identifierTo) {
      identify(song, bytes, identifierFrom, identifierTo);
    }
    return song;
  }

  /** Resolves the song of a play, as above; the identifier may be empty. */
  int song(String identifier, String artist, String title) {
    byte[] bytes = (identifier + SongNames.id(artist, title)).getBytes(UTF_8);
    int artistFrom = identifier.getBytes(UTF_8).length;
    int titleFrom = bytes.length - title.getBytes(UTF_8).length;
    return song(bytes, 0, artistFrom, artistFrom, titleFrom - 1, titleFrom, bytes.length);
  }

  private int addName(int notFound, int length) {
    int song = names.add(notFound, name, 0, length);
    if (song == earlier.length) {
      earlier = Arrays.copyOf(earlier, 2 * song);
      identifierOf = Arrays.copyOf(identifierOf, 2 * song);
    }
    earlier[song] = song;
    return song;
  }

  private void identify(int song, byte[] bytes, int from, int to) {
    int known = identifierOf[song] - 1;
    if (known >= 0 && identifiers.isKey(known, bytes, from, to)) {
      return;
    }
    int identifier = identifiers.find(bytes, from, to);
    if (identifier < 0) {
      checkIdentifier(bytes, from, to);
      identifier = identifiers.add(identifier, bytes, from, to);
      if (identifier == nameOf.length) {
        nameOf = Arrays.copyOf(nameOf, 2 * identifier);
      }
      nameOf[identifier] = song;
    } else {
      unite(song, nameOf[identifier]);
    }
    if (known < 0) {
      identifierOf[song] = identifier + 1;
    }
  }

  private static void checkIdentifier(byte[] bytes, int from, int to) {
    if (text(bytes, from, to).indexOf(SEPARATOR) >= 0) { // it might equal the names of another song
      throw new IllegalArgumentException("identifier must not hold a tab");
    }
  }

  private void unite(int one, int other) {
    int first = first(one);
    int second = first(other);
    earlier[Math.max(first, second)] = Math.min(first, second);
  }

  /** Returns the first name of a song. */
  private int first(int song) {
    int at = song;
    while (earlier[at] != at) {
      earlier[at] = earlier[earlier[at]];
      at = earlier[at];
    }
    return at;
  }

  /** Decodes bytes of a file as text. */
  static String text(byte[] bytes, int from, int to) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
      if (text.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("must be text, but holds a NUL byte");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("must be UTF-8 text, but is not", e);
    }
  }

  /** Returns the index in the {@link #catalogue} for each number that {@link #song} returned. */
  int[] songs() {
    int[] songs = new int[names.size()];
    int next = 0;
    for (int name = 0; name < songs.length; name++) {
      int first = first(name);
      songs[name] = first == name ? next++ : songs[first];
    }
    return songs;
  }

  /**
   * Returns the songs in order of first appearance. A song's id is its first identifier or, if it
   * has none, artist and title, separated by a tab.
   */
  Catalogue catalogue() {
    int[] identifiers = new int[names.size()];
    for (int name = names.size() - 1; name >= 0; name--) {
      int first = first(name);
      identifiers[first] = identifierOf[name] == 0 ? identifiers[first] : identifierOf[name];
    }
    Map<String, String> artists = new ConcurrentHashMap<>();
    return Catalogue.of(
        IntStream.range(0, names.size())
            .parallel()
            .filter(name -> earlier[name] == name)
            .mapToObj(name -> song(new String(names.key(name), UTF_8), identifiers[name], artists))
            .toList());
  }

  /** Makes a song; songs of an artist share one string for its name. */
  private Song song(String name, int identifier, Map<String, String> artists) {
    int separator = name.indexOf(SEPARATOR);
    String artist = name.substring(0, separator);
    String known = artists.putIfAbsent(artist, artist);
    return new Song(
        identifier == 0 ? name : new String(identifiers.key(identifier - 1), UTF_8),
        name.substring(separator + 1),
        known == null ? artist : known,
        List.of());
  }
}
