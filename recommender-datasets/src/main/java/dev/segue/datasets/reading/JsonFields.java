package dev.segue.datasets.reading;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of the fields in the beginning of a text, which is one JSON value or one a line.
 * Immutable.
 *
 * @param isJson whether the text is JSON, as far as it goes, or was until a field was found
 * @param complete whether an object that is the value, or an element of it, ends in the text
 * @param whole whether the value ends in the text
 * @param paths each field as a path, in order: {@code /x/*}{@code /y}, where {@code *} is any
 *     element of an array
 */
record JsonFields(boolean isJson, boolean complete, boolean whole, Set<String> paths) {

  /** The fields of what is no JSON. */
  static final JsonFields NONE = new JsonFields(false, false, false, Set.of());

  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool()).build();

  /** Where a playlist says its tracks, whatever is around it. */
  private static final List<String> JSPF =
      List.of(
          "/playlist/track",
          "/*/playlist/track",
          "/playlists/*/playlist",
          "/track/*/title",
          "/track/*/location",
          "/track/*/identifier");

  private static final int MAX_DEPTH = 6;

  static final List<String> OF_SPOTIFY =
      List.of("/*/ts", "/*/ms_played", "/*/master_metadata_track_name", "/*/spotify_track_uri");
  static final List<String> OF_LISTENS = List.of("/listened_at", "/timestamp", "/track_metadata");

  private static final List<String> OF_FEEDBACK =
      List.of("/score", "/blurb_content", "/pinned_until");
  private static final List<String> OF_MALOJA =
      List.of("/maloja", "/scrobbles/*/track/artists", "/list/*/track/artists");

  static JsonFields of(String text) {
    Set<String> paths = new LinkedHashSet<>();
    boolean complete = false;
    boolean whole = false;
    try (JsonParser json = JSON.createParser(text)) {
      Deque<String> open = new ArrayDeque<>();
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token.isStructStart()) {
          open.push(path(open, json));
        } else if (token.isStructEnd()) {
          String ended = open.pop();
          complete |= token == JsonToken.END_OBJECT && (ended.isEmpty() || ended.equals("/*"));
          whole |= open.isEmpty();
        } else if (token == JsonToken.FIELD_NAME && open.size() <= MAX_DEPTH) {
          paths.add(open.getFirst() + "/" + json.currentName());
        }
      }
      return new JsonFields(true, complete, whole, paths);
    } catch (JsonEOFException e) {
      return new JsonFields(true, complete, whole, paths); // the head ends here
    } catch (IOException e) {
      return new JsonFields(!paths.isEmpty(), complete, whole, paths);
    }
  }

  /** The path of the object or array that has just begun. */
  private static String path(Deque<String> open, JsonParser json) throws IOException {
    if (open.isEmpty()) {
      return "";
    }
    boolean element = json.getParsingContext().getParent().inArray();
    return open.getFirst() + "/" + (element ? "*" : json.currentName());
  }

  /** What the fields are those of. */
  FileKind kind() {
    if (hasAny(OF_SPOTIFY.subList(1, OF_SPOTIFY.size()))) {
      return FileKind.SPOTIFY;
    }
    if (has("/*/msPlayed") || has("/*/endTime")) {
      return FileKind.SPOTIFY_ACCOUNT;
    }
    if (has("/payload/listens")) {
      return FileKind.LISTENBRAINZ_API;
    }
    if (hasAny(OF_FEEDBACK) && !has("/listened_at")) {
      return FileKind.LISTENBRAINZ_FEEDBACK;
    }
    if (has("/*/track_metadata") || has("/*/listened_at")) {
      return FileKind.LISTENBRAINZ_ARRAY;
    }
    if (has("/track_metadata") || has("/listened_at")) {
      return FileKind.LISTENBRAINZ;
    }
    if (hasAny(JSPF)) {
      return FileKind.JSPF;
    }
    if (has("/playlists/*/items")) {
      return FileKind.SPOTIFY_PLAYLISTS;
    }
    if (has("/playlists/*/pid") || has("/playlists/*/tracks")) {
      return FileKind.MPD;
    }
    if (has("/*/titleUrl") || has("/*/header")) {
      return FileKind.YOUTUBE;
    }
    if (hasAny(OF_MALOJA)) {
      return FileKind.MALOJA;
    }
    if (has("/timeMs") && has("/track")) {
      return FileKind.PANO;
    }
    return paths.stream().anyMatch(JsonFields::isOfLastFm) ? FileKind.LASTFM_JSON : FileKind.JSON;
  }

  private static boolean isOfLastFm(String field) {
    return field.endsWith("/date/uts") || field.endsWith("/artist/#text");
  }

  boolean has(String path) {
    return paths.contains(path);
  }

  boolean hasAny(List<String> some) {
    return some.stream().anyMatch(paths::contains);
  }

  /** The first names, for people: {@code 'track', 'track.name'}. */
  String names() {
    return names(paths);
  }

  static String names(Iterable<String> paths) {
    Set<String> names = new LinkedHashSet<>();
    for (String path : paths) { // a field may be called * itself
      String name = path.replace("/*", "");
      names.add(name.isEmpty() ? "*" : name.substring(1).replace('/', '.'));
    }
    return Quotation.quoteAll(names);
  }
}
