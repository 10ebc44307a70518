package dev.segue.datasets.history;

import dev.segue.datasets.reading.SongColumns;
import java.util.List;
import java.util.Locale;

/**
 * What a column of a table says of a play. The names are compared without case, and without
 * anything but letters and digits: {@code Track URI} is {@code track_uri}.
 */
public enum CsvColumn {

  /** Who listened. */
  USER("user userid username listener listenerid listenername account accountid"),

  /** When. */
  TIME(
      "time timestamp uts timems playedat listenedat scrobbledat endtime starttime ts datetime"
          + " utctime timeutc datetimeutc timestamputc eventstarttimestamp eventendtimestamp playtime"
          + " playedon scrobbletime listentime airtime listeneddate dateplayed playdate entrydate"
          + " scrobbledate airdate tagtime date when start lastplayeddate addedat dateadded timeadded"
          + " addeddate playlistvideocreationtimestamp"),

  /** The playlist that the song is in. */
  PLAYLIST("playlist playlistid playlistname playlisttitle playlisturi"),

  /**
   * The session of the user in which the song was played: the table says what a session is, so
   * sessions are not cut by pauses.
   */
  SESSION("sessionid session"),

  /** The song's id. */
  SONG(SongColumns.IDS),

  /** The name of the artist. */
  ARTIST("artist artistname artists artistnames artistname1 trackartist songartist performer"),

  /** The name of the song. */
  TITLE(SongColumns.TITLES),

  /** What listeners call it, separated within the field by {@code |}, {@code ;} or commas. */
  TAGS("tags tag genres genre artistgenres"),

  /** Whether the listener skipped the song: such a row is no play. */
  SKIPPED("skipped isskipped wasskipped skip"),

  /** How long it was heard: in milliseconds if the name says {@code ms}, otherwise in seconds. */
  HEARD(
      "msplayed playedms heardms heard heardseconds secondsplayed playedseconds durationplayed"
          + " durationplayedms playduration playdurationms playdurationmilliseconds"
          + " streamdurationms");

  /** Accepted names, the likelier ones first, separated by spaces. */
  private final String names;

  CsvColumn(String names) {
    this.names = names;
  }

  /** How likely a name is to mean this, 0 the likeliest; -1 if it does not. */
  int rank(String name) {
    return List.of(names.split(" ", -1)).indexOf(SongColumns.plain(name));
  }

  /** In lower case, as on the command line: {@code time}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
