package dev.segue.datasets.history;

import dev.segue.DatasetReport;
import dev.segue.datasets.reading.SongColumns;
import dev.segue.quotation.Quotation;
import java.time.ZoneOffset;
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

  private static final String EACH_LISTENER_IS_A_SESSION =
      "plays have no times, so each listener's are one session, in the order of the file:"
          + " --columns time=NAME (CsvOptions) names the column of times";

  /** The warning for a table of songs alone. */
  static final String ALL_ARE_A_SESSION =
      "plays have neither times nor listeners, so all are one session, in the order of the file:"
          + " --columns time=NAME, user=NAME or playlist=NAME (CsvOptions) names a column of them";

  private final CsvOptions options;
  private final List<ColumnSample> all = new ArrayList<>();
  private final Map<CsvColumn, ColumnSample> chosen = new EnumMap<>(CsvColumn.class);
  private final List<String> warnings = new ArrayList<>();

  /** Where a row has the time of day, if the date has a column of its own. */
  private OptionalInt clock = OptionalInt.empty();

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
    Optional<TimePattern> pattern = options.timeFormat().map(TimePattern::new);
    for (int field = 0; field < names.size(); field++) {
      int at = field;
      String name = names.get(field).strip().replaceAll("^\"|\"$", "").strip();
      List<String> values = rows.stream().map(row -> row.get(at)).toList();
      all.add(new ColumnSample(name, field, values, pattern));
    }
    options.columns().forEach((column, name) -> name.ifPresent(each -> name(column, each)));
    choose(CsvColumn.USER);
    choose(CsvColumn.ARTIST);
    chooseSong();
    chooseTime();
    chooseSession();
    choosePlaylist();
    choose(CsvColumn.TAGS);
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
            .or(() -> all.stream().filter(c -> c.plain().equals(plain)).findFirst())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there must be the column %s that --columns %s names, but the columns are %s"
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
    return SONG_OR_TITLE.contains(column.plain());
  }

  /** Whether a column called song or track holds titles, if no other does. */
  private boolean isTitle(ColumnSample column, boolean ids) {
    boolean named = ids || chosen.containsKey(CsvColumn.ARTIST) || isCalled(column, "track");
    return named && (ids || !column.holdsIds());
  }

  private static boolean isCalled(ColumnSample column, String name) {
    return column.plain().equals(name);
  }

  private boolean isId(ColumnSample column, @Nullable ColumnSample title) {
    if (title == null || column.values().isEmpty()) {
      return true;
    }
    if (isCalled(column, "track") && (!column.holdsIds() || column.holdsPositions())) {
      return false; // titles, or positions on an album
    }
    Optional<String> problem = column.whyNoSongIds(songs(title), !GENERIC.contains(column.plain()));
    problem.ifPresent(
        each ->
            warnings.add(
                "column %s %s, so songs are known by artist and title: --columns song=%s takes it"
                        .formatted(quoted(column), each, optionValue(column))
                    + " for their ids all the same"));
    return problem.isEmpty();
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
    TimeChoice choice = new TimeChoice(candidates(CsvColumn.TIME), all, warnings);
    choice.time().ifPresent(each -> chosen.put(CsvColumn.TIME, each));
    clock = choice.clock().map(each -> OptionalInt.of(each.field())).orElse(OptionalInt.empty());
  }

  /** Sessions of one song each are something else. */
  private void chooseSession() {
    candidates(CsvColumn.SESSION).stream()
        .filter(ColumnSample::differs)
        .forEach(
            each ->
                warnings.add(
                    "column %s differs in each row, and is no session: --columns session=%s makes"
                            .formatted(quoted(each), optionValue(each))
                        + " it one all the same"));
    choose(CsvColumn.SESSION, each -> !each.differs());
  }

  /** Playlists have an order, not times: a log of plays with exact times is none. */
  private void choosePlaylist() {
    ColumnSample time = chosen.get(CsvColumn.TIME);
    boolean named = chosen.containsKey(CsvColumn.PLAYLIST);
    boolean log =
        time != null
            && (options.columns().containsKey(CsvColumn.TIME)
                || 2 * time.times(TimeKind.EXACT) > time.times());
    if (!named && (log || chosen.containsKey(CsvColumn.SESSION))) {
      candidates(CsvColumn.PLAYLIST).stream()
          .filter(each -> !each.isEmpty())
          .forEach(
              each ->
                  warnings.add(
                      "column %s is ignored, since plays have %s: --columns playlist=%s makes"
                              .formatted(
                                  quoted(each), log ? "times" : "sessions", optionValue(each))
                          + " each playlist a session of its own, in the order of the file"));
      return;
    }
    choose(CsvColumn.PLAYLIST);
    if (chosen.containsKey(CsvColumn.PLAYLIST)) {
      chosen.remove(CsvColumn.TIME);
      chosen.remove(CsvColumn.SESSION);
      clock = OptionalInt.empty();
    }
  }

  private void warnOfTimes() {
    ColumnSample time = chosen.get(CsvColumn.TIME);
    if (time != null) {
      TimeChoice.warnOfForm(time, warnings);
      if (options.zone().equals(ZoneOffset.UTC)) {
        TimeChoice.warnOfZones(time, unused(), warnings);
      }
    }
    if (chosen.containsKey(CsvColumn.TIME) || chosen.containsKey(CsvColumn.PLAYLIST)) {
      return;
    }
    if (!options.columns().containsKey(CsvColumn.TIME)) {
      unused()
          .filter(each -> TimeChoice.isAdded(each) || each.looksLikeTimes())
          .filter(each -> !each.isEmpty())
          .forEach(each -> warnings.add(isUnused(each)));
    }
    if (!chosen.containsKey(CsvColumn.SESSION)) {
      warnings.add(
          chosen.containsKey(CsvColumn.USER) ? EACH_LISTENER_IS_A_SESSION : ALL_ARE_A_SESSION);
    }
  }

  private static String isUnused(ColumnSample column) {
    return TimeChoice.isAdded(column)
        ? "column %s says when songs were added, not when they were played, and is ignored:"
                .formatted(quoted(column))
            + " --columns time=%s takes it for the time of plays".formatted(optionValue(column))
        : "column %s looks like times of plays, but is ignored: --columns time=%s takes it for them"
            .formatted(quoted(column), optionValue(column));
  }

  private Stream<ColumnSample> unused() {
    List<Integer> used =
        Stream.concat(chosen.values().stream().map(ColumnSample::field), clock.stream().boxed())
            .toList();
    return all.stream().filter(each -> !used.contains(each.field()));
  }

  private static String quoted(ColumnSample column) {
    return Quotation.quote(column.name());
  }

  private static String optionValue(ColumnSample column) {
    return TimeChoice.optionValue(column);
  }

  /** Where a row has it. */
  OptionalInt field(CsvColumn column) {
    ColumnSample sample = chosen.get(column);
    return sample == null ? OptionalInt.empty() : OptionalInt.of(sample.field());
  }

  /** Where a row has the time of day, if the date has a column of its own. */
  OptionalInt clock() {
    return clock;
  }

  /** A column, if there is one of the kind. */
  Optional<ColumnSample> sample(CsvColumn column) {
    return Optional.ofNullable(chosen.get(column));
  }

  /** Whether rows have a time, or any other thing that tells sessions apart. */
  boolean tellSessions() {
    return Stream.of(CsvColumn.TIME, CsvColumn.USER, CsvColumn.PLAYLIST, CsvColumn.SESSION)
        .anyMatch(chosen::containsKey);
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
    boolean playlists = chosen.containsKey(CsvColumn.PLAYLIST);
    for (CsvColumn column : CsvColumn.values()) {
      boolean ofPlays = column == CsvColumn.TIME || column == CsvColumn.SESSION;
      if (!chosen.containsKey(column) && !(playlists && ofPlays) && column != CsvColumn.TAGS) {
        candidates(column).stream()
            .filter(each -> each.isEmpty() || column == CsvColumn.TIME)
            .filter(each -> !TimeChoice.isAdded(each))
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
                  || TimeKind.of(value, sample.form()).isTime());
      if (contradicts) {
        throw new IllegalStateException(
            "column %s held no %s in the first %d rows, but here it is %s; --columns %s=%s reads it,"
                    .formatted(
                        quoted(sample),
                        column,
                        sample.values().size(),
                        Quotation.quote(value),
                        column,
                        optionValue(sample))
                + " --columns %s= reads none".formatted(column));
      }
    }
  }
}
