package dev.segue.datasets.history;

import dev.segue.DatasetReport;
import dev.segue.datasets.reading.SongColumns;
import dev.segue.quotation.Quotation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the columns of a table say, by their names and by their values in the first rows as
 * a whole. One thread at a time.
 *
 * @see CsvColumn
 */
final class CsvColumns {

  /** Names that mean the id or the title, as the values say. */
  private static final Set<String> SONG_OR_TITLE = Set.of("song", "track");

  /** Names of ids of anything: of a song, a row, a play. */
  private static final Set<String> GENERIC = Set.of("id", "url");

  /** Songs were added to a playlist at these times, not played. */
  private static final Set<String> ADDED = Set.of("addedat", "dateadded");

  private final CsvOptions options;
  private final List<ColumnSample> all = new ArrayList<>();
  private final Map<CsvColumn, ColumnSample> chosen = new EnumMap<>(CsvColumn.class);
  private final List<String> warnings = new ArrayList<>();

  /**
   * Decides.
   *
   * @param names the names of the columns
   * @param rows the first rows, each as long as the names
   * @throws IllegalArgumentException if the values do not say it; the message names the option that
   *     decides
   */
  CsvColumns(CsvOptions options, List<String> names, List<List<String>> rows) {
    this.options = options;
    for (int field = 0; field < names.size(); field++) {
      int at = field;
      String name = names.get(field).strip().replaceAll("^\"|\"$", "").strip();
      all.add(new ColumnSample(name, field, rows.stream().map(row -> row.get(at)).toList()));
    }
    options.columns().forEach((column, name) -> name.ifPresent(each -> name(column, each)));
    choose(CsvColumn.USER);
    choose(CsvColumn.ARTIST);
    chooseSong();
    chooseTime();
    choosePlaylist();
    choose(CsvColumn.SKIPPED, column -> SkipFlag.areFlags(column.values()));
    choose(CsvColumn.HEARD, ColumnSample::holdsNumbers);
    warnOfTimes();
  }

  private void name(CsvColumn column, String name) {
    String plain = SongColumns.plain(name);
    chosen.put(
        column,
        all.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .or(
                () ->
                    all.stream().filter(c -> SongColumns.plain(c.name()).equals(plain)).findFirst())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there must be the column %s that --column %s names, but the columns are %s"
                            .formatted(Quotation.quote(name), column, names()))));
  }

  String names() {
    return Quotation.quote(String.join(",", all.stream().map(ColumnSample::name).toList()));
  }

  /** The columns that may be of a kind, the likeliest first: those with most values. */
  private List<ColumnSample> candidates(CsvColumn column) {
    if (options.columns().containsKey(column)) {
      return List.of();
    }
    return all.stream()
        .filter(each -> column.rank(each.name()) >= 0 && !chosen.containsValue(each))
        .sorted(
            Comparator.comparingLong(ColumnSample::filled)
                .reversed()
                .thenComparingInt(each -> column.rank(each.name())))
        .toList();
  }

  private void choose(CsvColumn column) {
    choose(column, each -> true);
  }

  private void choose(CsvColumn column, Predicate<ColumnSample> fits) {
    candidates(column).stream()
        .filter(each -> !each.isEmpty() && fits.test(each))
        .findFirst()
        .ifPresent(each -> chosen.put(column, each));
  }

  private void chooseSong() {
    boolean ids = candidates(CsvColumn.SONG).stream().anyMatch(c -> !isEither(c) && !c.isEmpty());
    candidates(CsvColumn.TITLE).stream()
        .filter(each -> !each.isEmpty() && (!isEither(each) || isTitle(each, ids)))
        .min(Comparator.comparing(CsvColumns::isEither))
        .ifPresent(each -> chosen.put(CsvColumn.TITLE, each));
    ColumnSample title = chosen.get(CsvColumn.TITLE);
    for (ColumnSample each : candidates(CsvColumn.SONG)) {
      if (!each.isEmpty() && !chosen.containsKey(CsvColumn.SONG) && isId(each, title)) {
        chosen.put(CsvColumn.SONG, each);
      }
    }
  }

  private static boolean isEither(ColumnSample column) {
    return SONG_OR_TITLE.contains(SongColumns.plain(column.name()));
  }

  /** Whether a column called song or track holds titles, if no other does. */
  private boolean isTitle(ColumnSample column, boolean ids) {
    boolean named = ids || chosen.containsKey(CsvColumn.ARTIST) || isCalled(column, "track");
    return named && (ids || !column.holdsIds());
  }

  private static boolean isCalled(ColumnSample column, String name) {
    return SongColumns.plain(column.name()).equals(name);
  }

  private boolean isId(ColumnSample column, @Nullable ColumnSample title) {
    if (title == null || column.values().isEmpty()) {
      return true;
    }
    if (isCalled(column, "track") && (!column.holdsIds() || column.holdsPositions())) {
      return false; // titles, or positions on an album
    }
    Optional<String> problem = column.whyNoSongIds(songs(title), !GENERIC.contains(plain(column)));
    problem.ifPresent(
        each ->
            warnings.add(
                "column %s %s, so songs are known by artist and title: --column song=%s takes it"
                        .formatted(quoted(column), each, optionValue(column))
                    + " for their ids all the same"));
    return problem.isEmpty();
  }

  private static String plain(ColumnSample column) {
    return SongColumns.plain(column.name());
  }

  private List<String> songs(ColumnSample title) {
    ColumnSample artist = chosen.get(CsvColumn.ARTIST);
    return IntStream.range(0, title.values().size())
        .mapToObj(
            row ->
                (artist == null ? "" : artist.values().get(row)) + "\t" + title.values().get(row))
        .toList();
  }

  private void chooseTime() {
    List<ColumnSample> candidates =
        candidates(CsvColumn.TIME).stream().filter(each -> !each.isEmpty()).toList();
    Optional<ColumnSample> best =
        candidates.stream()
            .filter(ColumnSample::holdsTimes)
            .max(
                Comparator.comparing((ColumnSample each) -> !ADDED.contains(plain(each)))
                    .thenComparing(each -> each.times(TimeKind.EXACT))
                    .thenComparing(each -> each.times(TimeKind.DATE))
                    .thenComparing(each -> -CsvColumn.TIME.rank(each.name())));
    best.ifPresentOrElse(
        each -> chosen.put(CsvColumn.TIME, each), () -> candidates.forEach(this::checkNoTime));
  }

  /** Warns of a column called like a time that surely is none; refuses any other. */
  private void checkNoTime(ColumnSample column) {
    if (times(column) > 0 || 2 * column.times(TimeKind.NO_TIME) < column.filled()) {
      throw new IllegalArgumentException(
          "column %s must hold times like 2009-05-04T23:08:57Z or seconds since 1970, but %d of"
                  .formatted(quoted(column), column.values().size() - times(column))
              + " the first %d values are none, such as %s; --column time=%s reads the others,"
                  .formatted(column.values().size(), column.firstNoTime(), optionValue(column))
              + " --column time= reads no times");
    }
    warnings.add(
        "column %s holds durations or numbers such as %s, not times of plays, and is ignored"
            .formatted(quoted(column), column.firstNoTime()));
  }

  private static long times(ColumnSample column) {
    return column.times(TimeKind.EXACT) + column.times(TimeKind.DATE);
  }

  /** Playlists have an order, not times: a log of plays with exact times is none. */
  private void choosePlaylist() {
    ColumnSample time = chosen.get(CsvColumn.TIME);
    boolean named = chosen.containsKey(CsvColumn.PLAYLIST);
    boolean log =
        time != null
            && (options.columns().containsKey(CsvColumn.TIME)
                || (!ADDED.contains(plain(time)) && 2 * time.times(TimeKind.EXACT) > times(time)));
    if (!named && log) {
      candidates(CsvColumn.PLAYLIST).stream()
          .filter(each -> !each.isEmpty())
          .forEach(
              each ->
                  warnings.add(
                      "column %s is ignored, since plays have times: --column playlist=%s makes"
                              .formatted(quoted(each), optionValue(each))
                          + " each playlist a session of its own, in the order of the file"));
      return;
    }
    choose(CsvColumn.PLAYLIST);
    if (chosen.containsKey(CsvColumn.PLAYLIST)) {
      chosen.remove(CsvColumn.TIME);
    } else if (time != null
        && ADDED.contains(plain(time))
        && !options.columns().containsKey(CsvColumn.TIME)) {
      warnings.add(
          "column %s says when songs were added, not when they were played: --column time= reads"
                  .formatted(quoted(time))
              + " the file as one playlist, in its order");
    }
  }

  private void warnOfTimes() {
    if (chosen.containsKey(CsvColumn.TIME) || chosen.containsKey(CsvColumn.PLAYLIST)) {
      return;
    }
    if (!options.columns().containsKey(CsvColumn.TIME)) {
      unused()
          .filter(ColumnSample::looksLikeTimes)
          .forEach(
              each ->
                  warnings.add(
                      "column %s looks like times of plays, but is ignored: --column time=%s takes"
                              .formatted(quoted(each), optionValue(each))
                          + " it for them"));
    }
    warnings.add(
        chosen.containsKey(CsvColumn.USER)
            ? "plays have no times, so each listener's are one session, in the order of the file:"
                + " --column time=NAME (CsvOptions) names the column of times"
            : "plays have neither times nor listeners, so all are one session, in the order of the"
                + " file: --column time=NAME, user=NAME or playlist=NAME (CsvOptions) names a"
                + " column of them");
  }

  private Stream<ColumnSample> unused() {
    return all.stream().filter(each -> !chosen.containsValue(each));
  }

  private static String quoted(ColumnSample column) {
    return Quotation.quote(column.name());
  }

  /** A name as the value of an option. */
  private static String optionValue(ColumnSample column) {
    return column.name().contains(" ") ? "\"" + column.name() + "\"" : column.name();
  }

  /** Where a row has it. */
  OptionalInt field(CsvColumn column) {
    ColumnSample sample = chosen.get(column);
    return sample == null ? OptionalInt.empty() : OptionalInt.of(sample.field());
  }

  /** Whether a column could be of a kind by its name. */
  boolean hasCandidate(CsvColumn column) {
    return all.stream().anyMatch(each -> column.rank(each.name()) >= 0);
  }

  List<String> warnings() {
    return warnings;
  }

  DatasetReport.Columns report() {
    Map<String, String> used = new LinkedHashMap<>();
    chosen.forEach((column, sample) -> used.put(column.toString(), sample.name()));
    return new DatasetReport.Columns(used, unused().map(ColumnSample::name).toList());
  }

  /**
   * The columns that were decided to be none by the first rows, because they were empty there or no
   * times; what they are by a later row contradicts that.
   */
  List<Doubt> doubts() {
    List<Doubt> doubts = new ArrayList<>();
    for (CsvColumn column : CsvColumn.values()) {
      boolean playlists = column == CsvColumn.TIME && chosen.containsKey(CsvColumn.PLAYLIST);
      if (!chosen.containsKey(column) && !playlists) {
        candidates(column).stream()
            .filter(each -> each.isEmpty() || column == CsvColumn.TIME)
            .forEach(each -> doubts.add(new Doubt(column, each)));
      }
    }
    return doubts;
  }

  /** A column that was decided to be none of a kind. */
  record Doubt(CsvColumn column, ColumnSample sample) {

    /**
     * Refuses a later value that contradicts the decision.
     *
     * @param value the value in a later row
     * @throws IllegalStateException if it does; the message names the option that decides
     */
    void check(String value) {
      boolean contradicts =
          !MissingId.is(value)
              && (column != CsvColumn.TIME
                  || sample.isEmpty()
                  || TimeKind.of(value).compareTo(TimeKind.NO_TIME) < 0);
      if (contradicts) {
        throw new IllegalStateException(
            "column %s held no %s in the first %d rows, but here it is %s; --column %s=%s reads it,"
                    .formatted(
                        quoted(sample),
                        column,
                        sample.values().size(),
                        Quotation.quote(value),
                        column,
                        optionValue(sample))
                + " --column %s= reads none".formatted(column));
      }
    }
  }
}
