package dev.segue.spark;

import dev.segue.RecommendationRules;
import dev.segue.quotation.Quotation;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import scala.Function1;

/**
 * The params of a {@link RecommenderModel}. Each checks its value however it is set.
 *
 * <p>Spark ML finds them by the public methods of the model, and calls them: so those here are not
 * final, or the compiler would not repeat them in the model, which is public and this class is not.
 */
abstract class RecommenderParams extends Model<RecommenderModel> {

  private static final long serialVersionUID = 1;

  private final String uid;
  private final Param<String> songsCol;
  private final Param<String> timesCol;
  private final Param<String> timeCol;
  private final Param<String> snapshotCol;
  private final Param<String> recommendationsCol;
  private final Param<String> unknownCol;
  private final IntParam count;
  private final Param<String> rules;
  private final Param<String> unknownSongs;
  private final BooleanParam numericIds;

  RecommenderParams(String uid) {
    this.uid = Objects.requireNonNull(uid, "uid"); // which every param takes as its parent
    songsCol = column(uid, "songsCol", "column of the songs heard, oldest first");
    timesCol = column(uid, "timesCol", "column of when each song began");
    timeCol = column(uid, "timeCol", "column of the time for which the list is");
    snapshotCol = column(uid, "snapshotCol", "column of snapshots of sessions that go on");
    recommendationsCol = column(uid, "recommendationsCol", "new column of the lists");
    unknownCol = column(uid, "unknownCol", "new column of how many songs are unknown");
    count = number(uid, "count", "songs in a list", 0);
    rules = text(uid, "rules", "what a list may hold", RecommendationRules::parse);
    unknownSongs = text(uid, "unknownSongs", "FAIL, IGNORE or EMPTY_LIST", UnknownSongs::checkName);
    numericIds = new BooleanParam(uid, "numericIds", "songs by their index in the catalogue");
    setDefault(songsCol, "songs");
    setDefault(recommendationsCol, "recommendations");
    setDefault(count, 10);
    setDefault(rules, RecommendationRules.none().toString());
    setDefault(unknownSongs, UnknownSongs.IGNORE.name());
    setDefault(numericIds, false);
  }

  static Param<String> column(String uid, String name, String doc) {
    return text(
        uid,
        name,
        doc,
        column -> {
          if (column.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
          }
        });
  }

  private static Param<String> text(String uid, String name, String doc, Consumer<String> check) {
    Consumer<String> notNull = value -> check.accept(Objects.requireNonNull(value, name));
    return new Param<>(uid, name, doc, valid(notNull), String.class); // Spark Connect asks for it
  }

  /** A check that says what is wrong, where Spark's would say that something is. */
  private static <T> Function1<T, Object> valid(Consumer<T> check) {
    return (Function1<T, Object> & Serializable)
        value -> {
          check.accept(value);
          return true;
        };
  }

  /** A param of whole numbers from a smallest one on. */
  static IntParam number(String uid, String name, String doc, int least) {
    Consumer<Object> check =
        number -> {
          if ((int) number < least) {
            throw new IllegalArgumentException(
                "%s must be >= %d, was %s".formatted(name, least, number));
          }
        };
    return new IntParam(uid, name, "%s, >= %d".formatted(doc, least), valid(check));
  }

  /** What to do about songs that the catalogue lacks. */
  enum UnknownSongs {
    FAIL,
    IGNORE,
    EMPTY_LIST;

    static void checkName(String name) {
      for (UnknownSongs each : values()) {
        if (each.name().equals(name)) {
          return;
        }
      }
      throw new IllegalArgumentException(
          "unknownSongs must be FAIL, IGNORE or EMPTY_LIST, was %s"
              .formatted(Quotation.quote(name)));
    }
  }

  @Override
  public String uid() {
    return uid;
  }

  /** Returns the value of an optional column, if it is set. */
  final Optional<String> column(Param<String> param) {
    return isDefined(param) ? Optional.of(getOrDefault(param)) : Optional.empty();
  }

  /**
   * Names the column of the songs that were heard before the list, oldest first: {@code
   * array<string>} of ids, or with {@code numericIds} {@code array<int>} of indices in the
   * catalogue. A null array has a null list.
   *
   * @return the param, {@code songs} by default
   */
  public Param<String> songsCol() {
    return songsCol;
  }

  /**
   * Names the column of when each of the songs began: {@code array<timestamp>}, or {@code
   * array<bigint>} of seconds since 1970. There must be a time for each song.
   *
   * @return the param, not set by default: the songs then have no times
   */
  public Param<String> timesCol() {
    return timesCol;
  }

  /**
   * Names the column of the time for which the list is: {@code timestamp}, or {@code bigint} of
   * seconds since 1970. A row where it is null has a list as of the time of its last song. If there
   * is none either, the session knows no time, and what asks for it all the same, such as rules and
   * the memory in a snapshot, is told that of the call of {@code transform}.
   *
   * @return the param, not set by default
   */
  public Param<String> timeCol() {
    return timeCol;
  }

  /**
   * Names the column of {@linkplain dev.segue.ListeningSession#snapshot snapshots}, {@code binary}:
   * the session of a row goes on from its snapshot, with all that the snapshot holds, such as the
   * listener's memory. The songs of the row come after it. Where it is null, the session is new.
   *
   * @return the param, not set by default
   */
  public Param<String> snapshotCol() {
    return snapshotCol;
  }

  /**
   * Names the new column of the lists, best first: {@code array<struct<song: string, score:
   * double>>}, or with {@code numericIds} {@code array<struct<song: int, score: float>>}.
   *
   * @return the param, {@code recommendations} by default
   */
  public Param<String> recommendationsCol() {
    return recommendationsCol;
  }

  /**
   * Names the new column of how many of a row's songs the catalogue lacks, {@code int}; null counts
   * as such a song.
   *
   * @return the param, not set by default: there is then no such column
   */
  public Param<String> unknownCol() {
    return unknownCol;
  }

  /**
   * Says how many songs a list has, 0 or more; it has fewer if no more are allowed.
   *
   * @return the param, 10 by default
   */
  public IntParam count() {
    return count;
  }

  /**
   * Says what a list may hold, as {@link RecommendationRules#parse} reads it.
   *
   * @return the param, no rules by default
   */
  public Param<String> rules() {
    return rules;
  }

  /**
   * Says what to do if the catalogue lacks songs of a row: {@code FAIL}, and the job with it;
   * {@code IGNORE} them; or make the list an {@code EMPTY_LIST}.
   *
   * @return the param, {@code IGNORE} by default, as an evaluation does
   */
  public Param<String> unknownSongs() {
    return unknownSongs;
  }

  /**
   * Says whether songs are {@code int}, their indices in the catalogue, and scores {@code float}.
   *
   * @return the param, false by default
   */
  public BooleanParam numericIds() {
    return numericIds;
  }
}
