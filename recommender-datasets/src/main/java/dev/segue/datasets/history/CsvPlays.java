package dev.segue.datasets.history;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.segue.Song;
import dev.segue.datasets.reading.SongNames;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes plays of the rows of a table whose columns are decided. One thread at a time. */
final class CsvPlays {

  private final ListeningHistory.Builder history;
  private final ReadingReport report;

  /** Where a row has each. */
  private final Map<CsvColumn, Integer> fields = new EnumMap<>(CsvColumn.class);

  private final OptionalInt clock;
  private final @Nullable ColumnTimes times;
  private final Optional<PlayActivity> activity;
  private final TagList tags;
  private final boolean heardInMillis;

  /** The playlist that the whole table is; empty if it is none. */
  private final String playlist;

  /**
   * Begins.
   *
   * @param columns what the columns say
   * @param names what they are called
   * @param sample the first rows, each as long as the names
   * @param playlist the name of the playlist that the whole table is; empty if it is none
   */
  CsvPlays(
      CsvColumns columns,
      List<String> names,
      List<List<String>> sample,
      CsvOptions options,
      String playlist,
      ListeningHistory.Builder history,
      ReadingReport report) {
    this.history = history;
    this.report = report;
    this.playlist = playlist;
    for (CsvColumn column : CsvColumn.values()) {
      columns.field(column).ifPresent(field -> fields.put(column, field));
    }
    this.clock = columns.clock();
    this.times =
        columns
            .sample(CsvColumn.TIME)
            .map(time -> ColumnTimes.of(time, options.zone(), listeners(sample)))
            .orElse(null);
    this.activity =
        options.columns().containsKey(CsvColumn.TIME) ? Optional.empty() : PlayActivity.of(names);
    this.tags =
        TagList.of(columns.sample(CsvColumn.TAGS).map(ColumnSample::values).orElse(List.of()));
    this.heardInMillis =
        columns
            .sample(CsvColumn.HEARD)
            .filter(each -> HeardTime.isInMillis(each.name()))
            .isPresent();
  }

  private List<String> listeners(List<List<String>> sample) {
    Integer user = fields.get(CsvColumn.USER);
    return IntStream.range(0, sample.size())
        .mapToObj(row -> user == null ? "" : sample.get(row).get(user))
        .toList();
  }

  /**
   * Adds what a row says.
   *
   * @throws IllegalArgumentException if the row cannot be read
   * @throws IllegalStateException if it contradicts what was decided of the columns
   */
  void add(CsvRecord row) {
    if (activity.isPresent() && !activity.get().isEnd(row::getField)) {
      report.leaveOut(PlayActivity.NO_END);
      return;
    }
    String artist = field(row, CsvColumn.ARTIST);
    String title = field(row, CsvColumn.TITLE);
    String id = id(row, CsvColumn.SONG);
    if (id.isEmpty() && title.isEmpty()) {
      if (activity.isPresent()) {
        report.leaveOut(PlayActivity.NO_TITLE);
        return;
      }
      throw new IllegalArgumentException("song or title must not be empty");
    }
    Song song =
        new Song(
            id.isEmpty() ? SongNames.id(artist, title) : id,
            title,
            artist,
            has(CsvColumn.TAGS) ? tags.read(field(row, CsvColumn.TAGS)) : List.of());
    if (!playlist.isEmpty()) {
      add(row, playlist, 0, song);
    } else if (has(CsvColumn.PLAYLIST)) {
      addToPlaylist(row, song);
    } else if (has(CsvColumn.SESSION)) {
      addToSession(row, song);
    } else {
      addPlay(row, id(row, CsvColumn.USER), song);
    }
  }

  private void addPlay(CsvRecord row, String listener, Song song) {
    if (!has(CsvColumn.TIME)) {
      add(row, listener, 0, song);
      return;
    }
    Optional<Long> time = second(row, listener);
    if (time.isEmpty()) {
      report.leaveOut("without a time");
    } else if (!report.leavesOut(time.get())) {
      add(row, listener, time.get(), song);
    }
  }

  private Optional<Long> second(CsvRecord row, String listener) {
    if (activity.isPresent()) {
      return activity.get().second(row::getField);
    }
    String text = id(row, CsvColumn.TIME);
    if (text.isEmpty() || times == null) {
      return Optional.empty();
    }
    String whole =
        clock.isPresent() ? TimeChoice.joined(text, row.getField(clock.getAsInt()).strip()) : text;
    return Optional.of(times.second(whole, listener));
  }

  /** Adds what is a play, unless a column says that it was skipped. */
  private void add(CsvRecord row, String listener, long time, Song song) {
    int heard = HeardTime.seconds(id(row, CsvColumn.HEARD), heardInMillis);
    if (has(CsvColumn.SESSION)) {
      history.session(listener, id(row, CsvColumn.SESSION));
    }
    if (SkipFlag.isSkipped(field(row, CsvColumn.SKIPPED))
        || (activity.isPresent() && activity.get().isSkip(row::getField))) {
      history.skip(listener, time, song, heard);
      report.readSkip();
    } else {
      history.add(listener, time, song, heard);
      report.read();
    }
  }

  /** A playlist is the only session of a listener of its own. */
  private void addToPlaylist(CsvRecord row, Song song) {
    String name = id(row, CsvColumn.PLAYLIST);
    if (name.isEmpty()) {
      report.leaveOut("without a playlist");
      return;
    }
    String user = id(row, CsvColumn.USER);
    add(row, user.isEmpty() ? name : user + " / " + name, 0, song);
  }

  /** A session is one of its user, or of a listener of its own if no user is named. */
  private void addToSession(CsvRecord row, Song song) {
    String session = id(row, CsvColumn.SESSION);
    if (session.isEmpty()) {
      report.leaveOut("without a session");
      return;
    }
    String user = id(row, CsvColumn.USER);
    addPlay(row, user.isEmpty() ? session : user, song);
  }

  private boolean has(CsvColumn column) {
    return fields.containsKey(column);
  }

  /** Returns the text of a column, empty if there is none. */
  private String field(CsvRecord row, CsvColumn column) {
    Integer field = fields.get(column);
    return field == null ? "" : row.getField(field).strip();
  }

  private String id(CsvRecord row, CsvColumn column) {
    return MissingId.orEmpty(field(row, column));
  }
}
