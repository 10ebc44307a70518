package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the file of a song lies, in one form for all that players write: Windows and POSIX paths,
 * and {@code file:} addresses. Immutable.
 *
 * @param path with slashes, without {@code .} and {@code ..}; a drive is a capital letter
 * @param absolute whether it says so itself; otherwise it was relative to its playlist, or to some
 *     folder that nobody tells
 * @param tail the end of the path that the location itself says
 */
record SongPath(String path, boolean absolute, String tail) {

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
  private static final Pattern FILE = Pattern.compile("(?i)file:(//(localhost(?=/))?)?");
  private static final Pattern DRIVE = Pattern.compile("/?([A-Za-z]):/.*");
  private static final Set<String> PLAYLISTS =
      Set.of("m3u", "m3u8", "pls", "xspf", "jspf", "wpl", "zpl", "asx", "wax", "wvx", "cue", "b4s");

  /**
   * Reads a location.
   *
   * @param folder the folder of the playlist that names it, with slashes; or empty
   * @return the path; empty if the location is an address of another kind
   */
  static Optional<SongPath> of(String location, String folder) {
    boolean file = FILE.matcher(location).lookingAt();
    if (!file && SCHEME.matcher(location).matches()) {
      return Optional.empty();
    }
    String written = file ? FILE.matcher(location).replaceFirst("") : location;
    String path = (file || isEncoded(written) ? decoded(written) : written).replace('\\', '/');
    if (DRIVE.matcher(path).matches()) {
      String plain = path.startsWith("/") ? path.substring(1) : path;
      String drive = plain.substring(0, 1).toUpperCase(Locale.ROOT);
      return Optional.of(absolute(drive + plain.substring(1)));
    }
    if (path.startsWith("/") || file) {
      return Optional.of(absolute(path));
    }
    boolean ofList = path.indexOf('/') < 0 || path.startsWith("./") || path.startsWith("../");
    String from = ofList && !folder.isEmpty() ? folder + "/" : "";
    return Optional.of(new SongPath(normal(from + path), false, normal(path).replace("../", "")));
  }

  /** Whether a location is the file of another playlist. */
  static boolean isPlaylist(String location) {
    String ending = location.substring(location.lastIndexOf('.') + 1);
    return PLAYLISTS.contains(ending.toLowerCase(Locale.ROOT))
        && (FILE.matcher(location).lookingAt() || !SCHEME.matcher(location).matches());
  }

  private static SongPath absolute(String path) {
    String normal = normal(path);
    return new SongPath(normal, true, normal);
  }

  /** Without {@code .}, and without {@code ..} where a folder is known. */
  private static String normal(String path) {
    if (!path.contains("//") && !path.contains("/.") && !path.startsWith(".")) {
      return path; // as nearly all are
    }
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/+", -1)) {
      if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  /** Programs that write addresses encode spaces, so a path with one is none. */
  private static boolean isEncoded(String path) {
    return path.indexOf('%') >= 0 && path.indexOf(' ') < 0;
  }

  /** Decodes {@code %20}; a text that is not encoded so stays as it is. */
  private static String decoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] written = text.getBytes(UTF_8);
    for (int at = 0; at < written.length; at++) {
      boolean encoded =
          written[at] == '%'
              && at + 2 < written.length
              && HexFormat.isHexDigit(written[at + 1])
              && HexFormat.isHexDigit(written[at + 2]);
      bytes.write(
          encoded
              ? 16 * HexFormat.fromHexDigit(written[at + 1])
                  + HexFormat.fromHexDigit(written[at + 2])
              : written[at]);
      at += encoded ? 2 : 0;
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }

  /** The last folder and the name, in lower case; empty if there is no folder. */
  Optional<String> end() {
    String[] parts = tail.split("/", -1);
    return parts.length < 2
        ? Optional.empty()
        : Optional.of(
            Stream.of(parts)
                .skip(parts.length - 2L)
                .map(part -> part.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("/")));
  }

  /** Whether this can be the same file as an absolute path: all that it says is the end of that. */
  boolean isEndOf(SongPath whole) {
    return !absolute && whole.absolute && whole.path.endsWith("/" + tail);
  }
}
