package dev.segue.datasets.reading;

import dev.segue.FileFormatException;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file seems to hold, told from its first 64 KB and its name, so that an error can say which
 * format fits better than the one that was expected.
 */
public enum FileKind {
  /** The playlists of Yes.com, as song indices. */
  YES("playlists of the Yes.com format", "yes"),
  /** Lines of the Last.fm 1K dataset. */
  LASTFM1K("a history of the Last.fm 1K format", "lastfm1k"),
  /** One listen a line. */
  LISTENBRAINZ("a ListenBrainz export", "listenbrainz"),
  /** An array of listens, as ListenBrainz exported until 2024. */
  LISTENBRAINZ_ARRAY("an older ListenBrainz export, one array of listens", "listenbrainz"),
  /** What ListenBrainz answers to programs. */
  LISTENBRAINZ_API("an answer of ListenBrainz's API", "listenbrainz"),
  /** What comes with the listens in an export. */
  LISTENBRAINZ_FEEDBACK("feedback or pins of ListenBrainz, which are no listens"),
  /** The extended history. */
  SPOTIFY("a Spotify extended streaming history", "spotify"),
  /** The history that comes with the account data. */
  SPOTIFY_ACCOUNT("the streaming history of Spotify's account data", "spotify"),
  /** The playlists that come with the account data. */
  SPOTIFY_PLAYLISTS("the playlists of Spotify's account data", "spotify-playlists"),
  /** A slice of the Million Playlist Dataset. */
  MPD("a slice of the Million Playlist Dataset", "mpd"),
  /** A playlist in JSON. */
  JSPF("a JSPF playlist", "jspf"),
  /** Pages of Last.fm's API. */
  LASTFM_JSON("a Last.fm export in JSON", "lastfm"),
  /** A watch history from Google Takeout. */
  YOUTUBE("a YouTube watch history", "youtube"),
  /** The same as a page, which Takeout makes unless told otherwise. */
  YOUTUBE_HTML(
      "a YouTube watch history in HTML: choose JSON for the history in Google Takeout, under"
          + " \"Multiple formats\""),
  /** An export of Maloja. */
  MALOJA("a Maloja export", "maloja"),
  /** Scrobbles in lines. */
  PANO("a log of Pano Scrobbler", "pano"),
  /** Any other JSON. */
  JSON("JSON of no known format"),
  /** A playlist in XML. */
  XSPF("an XSPF playlist", "xspf"),
  /** A property list. */
  ITUNES("an iTunes library", "itunes"),
  /** A playlist of Windows Media Player. */
  WPL("a WPL playlist", "wpl"),
  /** An older playlist of Windows Media Player. */
  ASX("an ASX playlist"),
  /** A page from the web, often an error that was saved under another name. */
  HTML("a web page"),
  /** Any other XML. */
  XML("XML of no known format"),
  /** A playlist in lines. */
  M3U("an M3U playlist", "m3u"),
  /** HTTP Live Streaming. */
  HLS("the segments of a stream (HLS)"),
  /** A playlist of Winamp. */
  PLS("a PLS playlist", "pls"),
  /** The tracks of a disc. */
  CUE("a cue sheet"),
  /** What Rockbox and other players leave for a scrobbler. */
  SCROBBLER_LOG("a scrobbler log of a portable player", "rockbox"),
  /** A table with a column of songs. */
  CSV("a table with a column of songs (CSV)", "csv"),
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

  /** Comments, whose text may look like an element. */
  private static final Pattern XML_COMMENT = Pattern.compile("(?s)<!--.*?-->");

  private static final Pattern XML_ROOT =
      Pattern.compile("<(?:[\\w.-]+:)?([a-zA-Z][\\w.-]*)[\\s/>]");
  private static final Pattern WPL_DECLARATION = Pattern.compile("(?i)^<\\?[wz]pl\\b");
  private static final Pattern HTML_DOCUMENT = Pattern.compile("(?i)^\\s*<!doctype html\\b");
  private static final Pattern STREAM =
      Pattern.compile(
          "(?m)^#EXT-X-(TARGETDURATION|STREAM-INF|MEDIA-SEQUENCE|MEDIA:|KEY|MAP|BYTERANGE|ENDLIST"
              + "|DISCONTINUITY|VERSION|PLAYLIST-TYPE|PROGRAM-DATE-TIME)");
  private static final Pattern M3U_LINE = Pattern.compile("(?im)^#(EXTM3U|EXTINF:)");
  private static final Pattern PLS_LINE =
      Pattern.compile("(?i)^\\[playlist\\]|(?m)^(File1|NumberOfEntries) *=");
  private static final Pattern CUE_LINE = Pattern.compile("(?mi)^\\s*TRACK [0-9]+ AUDIO\\s*$");

  private final String description;
  private final String format;

  FileKind(String description) {
    this(description, "");
  }

  FileKind(String description, String format) {
    this.description = description;
    this.format = format;
  }

  /**
   * The format that reads it.
   *
   * @return its name on the command line, or the empty string if none does
   */
  public String format() {
    return format;
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
    return of(file, FileHead.of(file));
  }

  static FileKind of(InputFile file, FileHead head) {
    if (head.isEmpty()) {
      return EMPTY;
    }
    if (head.isModel()) {
      return MODEL;
    }
    if (head.isBinary()) {
      return BINARY;
    }
    if (PLS_LINE.matcher(head.text()).find()) {
      return PLS;
    }
    return switch (head.text().charAt(0)) {
      case '<' -> ofXml(head.text());
      case '{', '[' -> {
        JsonFields fields = JsonFields.of(head.text());
        yield fields.isJson() ? fields.kind() : ofLines(file, head);
      }
      default -> ofLines(file, head);
    };
  }

  /**
   * Returns whether a line of a playlist says that it lists the segments of a stream.
   *
   * @param line the line
   * @return whether it does
   */
  public static boolean isOfStream(String line) {
    return STREAM.matcher(line).lookingAt();
  }

  /**
   * Throws if a file holds something that a reader surely cannot read, or of which it would make
   * nothing without a word.
   *
   * @param file the file
   * @param expected what the reader reads
   * @throws FileFormatException if the file holds something else; the message says what
   * @throws IOException if the file cannot be read
   */
  public static void check(InputFile file, FileKind expected) throws IOException {
    FileHead head = FileHead.of(file);
    Optional<String> fault = of(file, head).fault(head, expected);
    if (fault.isPresent()) {
      throw file.fault(fault.get());
    }
  }

  /** Why a file of this kind surely holds something else; empty if it does not, or is damaged. */
  Optional<String> fault(FileHead head, FileKind expected) {
    if (this == JSON && expected.isJson()) {
      return faultOfFields(JsonFields.of(head.text()), expected);
    }
    boolean indexed = expected == YES && this != EMPTY && head.showsIndexedPlaylists();
    boolean fits =
        this == expected || indexed || (!format.isEmpty() && format.equals(expected.format));
    return fits || expected.takesUnknown(this)
        ? Optional.empty()
        : Optional.of(
            "must hold %s, but %s"
                .formatted(
                    expected, this == EMPTY ? "is empty" : "this looks like " + withReader()));
  }

  /** Of JSON that is cut off before a field could come, the reader says more. */
  private static Optional<String> faultOfFields(JsonFields fields, FileKind expected) {
    return fields.complete() && !fields.paths().isEmpty() && !fields.hasAny(expected.fields())
        ? Optional.of(
            "must hold %s with the fields %s, but this is JSON with the fields %s"
                .formatted(expected, JsonFields.names(expected.fields()), fields.names()))
        : Optional.empty();
  }

  /** For people who gave it to the reader of another format. */
  private String withReader() {
    return format.isEmpty()
        ? description
        : "%s (--format %s reads it)".formatted(description, format);
  }

  /**
   * Describes what is known of a file that no reader takes.
   *
   * @param file the file
   * @return a phrase such as {@code a PLS playlist}, with the names of fields or columns
   * @throws IOException if the file cannot be read
   */
  public static String describe(InputFile file) throws IOException {
    FileHead head = FileHead.of(file);
    return of(file, head).describe(head);
  }

  /** The same of the beginning of a file of this kind. */
  String describe(FileHead head) {
    return switch (this) {
      case JSON -> {
        JsonFields fields = JsonFields.of(head.text());
        yield fields.paths().isEmpty()
            ? "JSON without fields"
            : "JSON with fields of no known format: " + fields.names();
      }
      case TABLE ->
          "a table (CSV) without a column of songs: its columns are "
              + Quotation.quoteAll(head.table().names())
              + "; name one of them song or title, in the first line, or say which it is by"
              + " --format csv --columns title=NAME";
      default -> withReader();
    };
  }

  /** Whether it is made of JSON. */
  boolean isJson() {
    return switch (this) {
      case SPOTIFY,
          SPOTIFY_PLAYLISTS,
          LISTENBRAINZ,
          MPD,
          JSPF,
          LASTFM_JSON,
          YOUTUBE,
          MALOJA,
          PANO ->
          true;
      default -> false;
    };
  }

  /** Whether a reader may get a kind that says nothing, since its own message says more. */
  private boolean takesUnknown(FileKind kind) {
    return switch (this) {
      case M3U -> kind == EMPTY; // its reader takes any text
      case XSPF -> kind == XML || kind == TEXT || kind == EMPTY || kind == BINARY; // or in UTF-16
      case WPL, ITUNES -> kind == TEXT || kind == EMPTY || kind == BINARY;
      case CSV, YES, LASTFM1K, SCROBBLER_LOG -> kind == TABLE || kind == TEXT || kind == EMPTY;
      case PLS -> kind == TEXT || kind == EMPTY;
      default -> (kind == JSON && isJson()) || kind == TEXT || kind == EMPTY;
    };
  }

  /** Fields of which a file in JSON must have one. */
  private List<String> fields() {
    return switch (this) {
      case SPOTIFY -> JsonFields.OF_SPOTIFY;
      case LISTENBRAINZ -> JsonFields.OF_LISTENS;
      case MPD, SPOTIFY_PLAYLISTS -> List.of("/playlists");
      case YOUTUBE -> List.of("/*/header", "/*/titleUrl");
      case LASTFM_JSON -> List.of("/track", "/*/track", "/recenttracks", "/*/recenttracks");
      case MALOJA -> List.of("/scrobbles", "/list");
      case PANO -> List.of("/timeMs", "/event");
      default -> List.of("/playlist");
    };
  }

  private static FileKind ofXml(String text) {
    if (WPL_DECLARATION.matcher(text).find()) {
      return WPL;
    }
    if (HTML_DOCUMENT.matcher(text).find()) {
      return ofHtml(text);
    }
    Matcher root = XML_ROOT.matcher(XML_COMMENT.matcher(text).replaceAll(""));
    return switch (root.find() ? root.group(1).toLowerCase(Locale.ROOT) : "") {
      case "playlist", "tracklist" -> XSPF;
      case "plist" -> ITUNES;
      case "smil" -> WPL;
      case "asx" -> ASX;
      case "html", "head", "body", "title", "meta", "script", "style", "div", "p", "h1", "pre" ->
          ofHtml(text);
      default -> XML;
    };
  }

  private static FileKind ofHtml(String text) {
    return text.contains("mdl-") && text.contains("youtube.com") ? YOUTUBE_HTML : HTML;
  }

  private static FileKind ofLines(InputFile file, FileHead head) {
    String text = head.text();
    if (text.startsWith("#AUDIOSCROBBLER/")) {
      return SCROBBLER_LOG;
    }
    if (STREAM.matcher(text).find()) {
      return HLS;
    }
    if (M3U_LINE.matcher(text).find()) {
      return M3U;
    }
    if (CUE_LINE.matcher(text).find()) {
      return CUE;
    }
    if (head.isLastFm()) {
      return LASTFM1K;
    }
    return file.endsWith(".m3u") || file.endsWith(".m3u8") ? ofNames(head) : ofTable(head);
  }

  /** What has the name of a playlist needs no other sign, but can be something else. */
  private static FileKind ofNames(FileHead head) {
    TableHead table = head.table();
    if (table.names().size() > 1 && table.holdsSongs()) {
      return CSV;
    }
    if (head.holdsLocations()) {
      return M3U;
    }
    if (table.names().size() > 1) {
      return TABLE;
    }
    return head.holdsNames() ? M3U : TEXT;
  }

  private static FileKind ofTable(FileHead head) {
    TableHead table = head.table();
    if (table.holdsSongs()) {
      return CSV;
    }
    if (head.holdsIndexedPlaylists()) {
      return YES;
    }
    if (table.names().size() > 1) {
      return TABLE;
    }
    return head.holdsLocations() ? M3U : TEXT;
  }
}
