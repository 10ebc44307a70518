package dev.segue.datasets.reading;

import dev.segue.FileFormatException;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a file seems to hold, told from its first 64 KB and its name, so that an error can say which
 * format fits better than the one that was expected.
 */
public enum FileKind {
  /** The playlists of Yes.com, as song indices. */
  YES("playlists of the Yes.com format"),
  /** Lines of the Last.fm 1K dataset. */
  LASTFM1K("a history of the Last.fm 1K format"),
  /** One listen a line. */
  LISTENBRAINZ("a ListenBrainz export"),
  /** An array of listens, as ListenBrainz exported until 2024. */
  LISTENBRAINZ_ARRAY("an older ListenBrainz export, one array of listens"),
  /** The extended history. */
  SPOTIFY("a Spotify extended streaming history"),
  /** The history that comes with the account data. */
  SPOTIFY_ACCOUNT("the streaming history of Spotify's account data"),
  /** The playlists that come with the account data. */
  SPOTIFY_PLAYLISTS("the playlists of Spotify's account data"),
  /** A slice of the Million Playlist Dataset. */
  MPD("a slice of the Million Playlist Dataset"),
  /** A playlist in JSON. */
  JSPF("a JSPF playlist"),
  /** Pages of Last.fm's API. */
  LASTFM_JSON("a Last.fm export in JSON"),
  /** A watch history from Google Takeout. */
  YOUTUBE("a YouTube watch history"),
  /** Any other JSON. */
  JSON("JSON with other fields"),
  /** A playlist in XML. */
  XSPF("an XSPF playlist"),
  /** A property list. */
  ITUNES("an iTunes library"),
  /** A playlist of Windows Media Player. */
  WPL("a WPL playlist"),
  /** An older playlist of Windows Media Player. */
  ASX("an ASX playlist"),
  /** A page from the web, often an error that was saved under another name. */
  HTML("a web page"),
  /** Any other XML. */
  XML("XML with other elements"),
  /** A playlist in lines. */
  M3U("an M3U playlist"),
  /** HTTP Live Streaming. */
  HLS("the segments of a stream (HLS)"),
  /** A playlist of Winamp. */
  PLS("a PLS playlist"),
  /** The tracks of a disc. */
  CUE("a cue sheet"),
  /** What Rockbox and other players leave for a scrobbler. */
  SCROBBLER_LOG("a scrobbler log of a portable player"),
  /** A table with a column of songs. */
  CSV("a table with a column of songs (CSV)"),
  /** A table without one. */
  TABLE("a table (CSV) without a column of songs"),
  /** A model. */
  MODEL("a model file of Segue"),
  /** No text. */
  BINARY("a binary file"),
  /** Text that is none of these. */
  TEXT("text of no known format"),
  /** Nothing. */
  EMPTY("empty");

  private static final Pattern XSPF_ROOT = Pattern.compile("<(\\w+:)?playlist\\b");
  private static final Pattern PLIST_ROOT = Pattern.compile("<plist\\b");
  private static final Pattern WPL_ROOT = Pattern.compile("<\\?wpl\\b|<smil\\b");
  private static final Pattern ASX_ROOT = Pattern.compile("<asx\\b");
  private static final Pattern HTML_ROOT = Pattern.compile("<!doctype html|<html\\b");
  private static final Pattern STREAM =
      Pattern.compile("(?m)^#EXT-X-(TARGETDURATION|STREAM-INF|MEDIA-SEQUENCE|MEDIA:)");
  private static final Pattern CUE_LINES = Pattern.compile("(?mi)^\\s*TRACK [0-9]+ AUDIO\\s*$");

  private final String description;

  FileKind(String description) {
    this.description = description;
  }

  /** For people: {@code a PLS playlist}. */
  @Override
  public String toString() {
    return description;
  }

  /**
   * Recognises what a file holds.
   *
   * @param file the file; it is read up to 64 KB, decompressed
   * @return what it seems to hold
   * @throws IOException if the file cannot be read or decompressed
   */
  public static FileKind of(InputFile file) throws IOException {
    FileHead head = FileHead.of(file);
    if (head.isEmpty()) {
      return EMPTY;
    }
    if (head.isModel()) {
      return MODEL;
    }
    if (head.isBinary()) {
      return BINARY;
    }
    return switch (head.text().charAt(0)) {
      case '<' -> ofXml(head.text().toLowerCase(Locale.ROOT));
      case '{', '[' ->
          head.text().toLowerCase(Locale.ROOT).startsWith("[playlist]")
              ? PLS
              : ofJson(head.jsonFields());
      default -> ofLines(file, head);
    };
  }

  /**
   * Throws if a file holds something that a reader surely cannot read.
   *
   * @param file the file
   * @param expected what the reader reads; text or JSON of no known format may be that too
   * @throws FileFormatException if it holds something else; the message says what
   * @throws IOException if the file cannot be read
   */
  public static void check(InputFile file, FileKind expected) throws IOException {
    FileKind kind = of(file);
    boolean unknown = kind == TEXT || kind == JSON || kind == XML || kind == TABLE;
    if (kind != expected && !unknown) {
      throw file.fault(
          kind == EMPTY
              ? "must hold %s, but is empty".formatted(expected)
              : "must hold %s, but this looks like %s".formatted(expected, kind));
    }
  }

  private static FileKind ofXml(String text) {
    if (HTML_ROOT.matcher(text).find()) {
      return HTML;
    }
    if (PLIST_ROOT.matcher(text).find()) {
      return ITUNES;
    }
    if (WPL_ROOT.matcher(text).find()) {
      return WPL;
    }
    if (ASX_ROOT.matcher(text).find()) {
      return ASX;
    }
    return XSPF_ROOT.matcher(text).find() ? XSPF : XML;
  }

  private static FileKind ofJson(Set<String> fields) {
    if (fields.contains("/0/ms_played") || fields.contains("/0/master_metadata_track_name")) {
      return SPOTIFY;
    }
    if (fields.contains("/0/msPlayed") || fields.contains("/0/endTime")) {
      return SPOTIFY_ACCOUNT;
    }
    if (fields.contains("/0/track_metadata") || fields.contains("/0/listened_at")) {
      return LISTENBRAINZ_ARRAY;
    }
    if (fields.contains("/track_metadata") || fields.contains("/listened_at")) {
      return LISTENBRAINZ;
    }
    if (fields.contains("/playlist/track") || fields.contains("/playlists/0/playlist")) {
      return JSPF;
    }
    if (fields.contains("/playlists/0/items")) {
      return SPOTIFY_PLAYLISTS;
    }
    if (fields.contains("/playlists/0/pid") || fields.contains("/playlists/0/tracks")) {
      return MPD;
    }
    if (fields.contains("/0/titleUrl") || fields.contains("/0/header")) {
      return YOUTUBE;
    }
    return fields.stream().anyMatch(field -> field.endsWith("/date/uts")) ? LASTFM_JSON : JSON;
  }

  private static FileKind ofLines(InputFile file, FileHead head) {
    String text = head.text();
    if (text.startsWith("#AUDIOSCROBBLER/")) {
      return SCROBBLER_LOG;
    }
    if (STREAM.matcher(text).find()) {
      return HLS;
    }
    if (text.startsWith("#EXTM3U") || text.contains("\n#EXTINF:") || text.startsWith("#EXTINF:")) {
      return M3U;
    }
    if (CUE_LINES.matcher(text).find()) {
      return CUE;
    }
    if (head.holdsNumbersOnly()) {
      return YES;
    }
    if (head.isLastFm()) {
      return LASTFM1K;
    }
    if (head.columns().size() > 1) {
      return SongColumns.include(head.columns()) ? CSV : TABLE;
    }
    boolean named = file.endsWith(".m3u") || file.endsWith(".m3u8");
    return named || head.holdsLocations() ? M3U : TEXT;
  }
}
