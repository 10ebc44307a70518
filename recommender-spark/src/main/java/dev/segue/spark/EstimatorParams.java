package dev.segue.spark;

import java.util.Objects;
import java.util.Optional;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;

/**
 * The params of a {@link RecommenderEstimator}, which Spark finds as those of {@link
 * RecommenderParams}.
 */
abstract class EstimatorParams extends Estimator<RecommenderModel> {

  private static final long serialVersionUID = 1;

  private final String uid;
  private final Param<String> songsCol;
  private final Param<String> timesCol;
  private final Param<String> validationIndicatorCol;
  private final IntParam workers;
  private final IntParam rounds;
  private final IntParam rowsFor;

  EstimatorParams(String uid) {
    this.uid = Objects.requireNonNull(uid, "uid");
    songsCol = RecommenderParams.column(uid, "songsCol", "column of the songs, oldest first");
    timesCol = RecommenderParams.column(uid, "timesCol", "column of when each song began");
    validationIndicatorCol =
        RecommenderParams.column(
            uid, "validationIndicatorCol", "column that is true for playlists to measure with");
    workers = RecommenderParams.number(uid, "workers", "tasks that share the training", 0);
    rounds = RecommenderParams.number(uid, "rounds", "exchanges of weights in an epoch", 1);
    rowsFor = RecommenderParams.number(uid, "rowsFor", "songs with vectors of their own", 1);
    setDefault(songsCol, "songs");
    setDefault(workers, 0);
    setDefault(rowsFor, Integer.MAX_VALUE);
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
   * Names the column of the songs of a playlist, oldest first: {@code array<string>}.
   *
   * @return the param, {@code songs} by default
   */
  public Param<String> songsCol() {
    return songsCol;
  }

  /**
   * Names the column of when each of the songs began: {@code array<timestamp>}, or {@code
   * array<bigint>} of seconds since 1970.
   *
   * @return the param, not set by default: playlists then have no times
   */
  public Param<String> timesCol() {
    return timesCol;
  }

  /**
   * Names the column that is true for playlists that measure the progress, {@code boolean}; they
   * are not learnt from. Null is false.
   *
   * @return the param, not set by default: there is then no validation, and no early stopping
   */
  public Param<String> validationIndicatorCol() {
    return validationIndicatorCol;
  }

  /**
   * Says how many tasks share the training of a network. 0 trains in the driver.
   *
   * @return the param, 0 by default
   */
  public IntParam workers() {
    return workers;
  }

  /**
   * Says how often in an epoch workers exchange their weights: in more rounds they differ less, and
   * send more.
   *
   * @return the param, not set by default: 16, or so many that a worker takes the steps of a
   *     hundred batches in each
   */
  public IntParam rounds() {
    return rounds;
  }

  /**
   * Says how many songs the training learns: those played most, of which alone it needs memory. It
   * leaves out the plays of all others, which the recommender knows by what the {@linkplain
   * RecommenderEstimator#setCatalogue catalogue} says of them, as by {@code
   * LstmRecommender.withSongs}. Its catalogue is in the order of plays.
   *
   * @return the param, not set by default: all songs
   */
  public IntParam rowsFor() {
    return rowsFor;
  }
}
