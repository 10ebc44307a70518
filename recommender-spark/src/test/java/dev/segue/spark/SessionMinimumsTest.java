package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.datasets.history.SessionRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

/** What tasks do to the rows of a partition, without a cluster. */
class SessionMinimumsTest {

  private static Row row(Object... play) {
    return RowFactory.create(play);
  }

  private static List<Row> cut(List<Played> plays, SessionRules rules) {
    return list(
        new SessionCut(rules)
            .call(
                plays.stream()
                    .filter(play -> !play.skipped())
                    .map(play -> row(play.listener(), play.second(), play.song()))
                    .iterator()));
  }

  private static List<Row> list(Iterator<Row> rows) {
    List<Row> list = new ArrayList<>();
    rows.forEachRemaining(list::add);
    return list;
  }

  /** As Minimums does, whose counting is Spark's. */
  private static List<Row> left(List<Row> sessions, SessionRules rules) {
    SessionMinimums minimums = new SessionMinimums(rules, null);
    HashSet<String> kept = null;
    while (true) {
      List<Row> left = list(minimums.left(sessions.iterator(), kept));
      HashSet<String> often = often(left, rules.minimumPlays());
      if (kept != null && often.size() == kept.size()) {
        return left;
      }
      kept = often;
    }
  }

  private static HashSet<String> often(List<Row> sessions, int minimum) {
    Map<String, Long> plays =
        sessions.stream()
            .flatMap(session -> session.<String>getList(2).stream())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    plays.values().removeIf(count -> count < minimum);
    return new HashSet<>(plays.keySet());
  }

  private static List<Played.Session> sessions(List<Row> rows) {
    return rows.stream()
        .map(row -> new GenericRowWithSchema(values(row), SessionCut.schema(DataTypes.StringType)))
        .map(Played.Session::of)
        .toList();
  }

  private static Object[] values(Row row) {
    Object[] values = new Object[row.size()];
    for (int column = 0; column < values.length; column++) {
      values[column] = row.get(column);
    }
    return values;
  }

  @Property(tries = 300)
  void sessions_areThoseOfOneProcess(
      @ForAll long seed,
      @ForAll boolean repeats,
      @ForAll @IntRange(min = 1, max = 4) int plays,
      @ForAll @IntRange(min = 1, max = 3) int songs,
      @ForAll @IntRange(min = 1, max = 3) int sessions,
      @ForAll @IntRange(min = 1, max = 5) int longest) {
    List<Played> history = Played.random(8, 15, 20, seed);
    SessionRules rules =
        SessionRules.ofDefaults()
            .repeats(repeats)
            .longest(Duration.ofSeconds(longest * (long) Played.GAP))
            .minimumPlays(plays)
            .minimumSongs(songs)
            .minimumSessions(sessions);

    assertThat(sessions(left(cut(history, rules), rules)))
        .isEqualTo(Played.sessions(history, rules));
  }

  @Test
  void sessions_areNumberedByListener() {
    SessionRules rules = SessionRules.ofDefaults();
    List<Row> cut =
        list(
            new SessionCut(rules)
                .call(
                    List.of(
                            row(7L, 0L, "a"),
                            row(7L, 9000L, "b"),
                            row(8L, 0L, "a"),
                            row(8L, 1L, "b"))
                        .iterator()));

    assertThat(cut)
        .extracting(row -> row.get(0) + " " + row.getInt(1) + " " + row.getList(2))
        .containsExactly("7 0 [a]", "7 1 [b]", "8 0 [a, b]");
    assertThat(list(new SessionMinimums(rules.minimumSongs(2), null).left(cut.iterator(), null)))
        .extracting(row -> row.get(0) + " " + row.getInt(1) + " " + row.getList(2))
        .containsExactly("8 0 [a, b]");
  }

  @Test
  void play_withoutASong() {
    refuses(row("ann", 0L, null), "song of a play must be given, was null");
  }

  @Test
  void play_withoutAListener() {
    refuses(row(null, 0L, "a"), "listener of a play must be given, was null");
  }

  @Test
  void play_withoutATime() {
    refuses(row("ann", null, "a"), "time of a play must be given, was null");
  }

  @Test
  void play_whoseTimeIsMilliseconds() {
    refuses(
        row("ann", 1_700_000_000_000L, "a"),
        "time must be in -62135596800..253402300799 seconds since 1970, was 1700000000000");
  }

  private static void refuses(Row play, String message) {
    Iterator<Row> sessions =
        new SessionCut(SessionRules.ofDefaults()).call(List.of(play).iterator());

    assertThatIllegalArgumentException().isThrownBy(sessions::next).withMessage(message);
  }
}
