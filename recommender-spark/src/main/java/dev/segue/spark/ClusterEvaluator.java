package dev.segue.spark;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Measures how well a recommender predicts held-out playlists that a cluster holds. The evaluation
 * is that of an {@link Evaluator} on the same playlists in one process: its sums are rounded in
 * another order, all else is the same, intervals and p-values included. So evaluations of both
 * worlds can be compared, and merged.
 *
 * <p>A playlist is a row with the columns {@code playlist: bigint}, a number of its own, and the
 * model's columns of songs and, if it is named, of times. With times, which are predicted forward
 * in time, there is also {@code listener: string} or {@code bigint}. There may be {@code context:
 * int}, how many songs at the beginning are no targets, as {@link PlayHistory#splitByTime} has it.
 * Immutable; may be shared by threads.
 */
public final class ClusterEvaluator {

  private static final String PLAYLIST = "playlist";

  private final Function0<Evaluator> evaluator;

  private ClusterEvaluator(Function0<Evaluator> evaluator) {
    this.evaluator = evaluator;
  }

  /**
   * Makes an evaluator.
   *
   * @param evaluator makes the evaluator of one task, where the task runs, such as {@code () ->
   *     Evaluator.of(Metric.accuracyAt(10))}; always of the same metrics
   * @return the evaluator
   */
  public static ClusterEvaluator of(Function0<Evaluator> evaluator) {
    return new ClusterEvaluator(Objects.requireNonNull(evaluator, "evaluator"));
  }

  /**
   * Measures a recommender.
   *
   * @param model the recommender, and the names of the columns
   * @param playlists the playlists to predict; each number occurs once
   * @return the results; a target that the catalogue lacks is the same unknown song to all metrics
   * @throws IllegalArgumentException if a column is missing or of another type, or if no playlist
   *     has a target
   * @throws IllegalStateException if a metric needs probabilities and the recommender has none
   */
  public Evaluation evaluate(RecommenderModel model, Dataset<?> playlists) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(playlists, "playlists");
    return ofRows(model, rows(model, playlists, false));
  }

  /**
   * Measures a recommender forward in time, when its listeners have played before.
   *
   * @param model the recommender, and the names of the columns, of times too
   * @param playlists the playlists to predict; each number occurs once
   * @param earlier what their listeners played before, in the same columns, of which those of
   *     listeners that {@code playlists} lacks do not matter
   * @return the results
   * @throws IllegalArgumentException if a column is missing or of another type, or if no playlist
   *     has a target
   * @throws IllegalStateException if a metric needs probabilities and the recommender has none
   */
  public Evaluation evaluate(RecommenderModel model, Dataset<?> playlists, Dataset<?> earlier) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(playlists, "playlists");
    Objects.requireNonNull(earlier, "earlier");
    Dataset<Row> rows = rows(model, playlists, false);
    return ofRows(model, rows.unionByName(rows(model, earlier, true)));
  }

  /** Selects what {@link PartEvaluation} reads. */
  private static Dataset<Row> rows(RecommenderModel model, Dataset<?> playlists, boolean earlier) {
    StructType schema = playlists.schema();
    model.checkSongs(schema);
    Optional<String> times = model.column(model.timesCol());
    Columns.require(schema, PLAYLIST, DataTypes.LongType);
    PlaylistColumns.check(schema, times.isPresent());
    List<Column> columns = new ArrayList<>(List.of(Columns.of(playlists, PLAYLIST)));
    columns.addAll(
        List.of(PlaylistColumns.of(playlists, model.getOrDefault(model.songsCol()), times)));
    columns.add(functions.lit(earlier).as("earlier"));
    return playlists.toDF().select(columns.toArray(Column[]::new));
  }

  private Evaluation ofRows(RecommenderModel model, Dataset<Row> rows) {
    tryOneTransition(model.recommender());
    Dataset<Row> parts =
        model.column(model.timesCol()).isPresent()
            ? rows.repartition(functions.col(PlaylistColumns.LISTENER))
                .sortWithinPartitions("seconds") // so that a repeated task has the same order
            : rows;
    BroadcastModel broadcast = model.in(rows.sparkSession().sparkContext());
    byte[] merged =
        parts
            .mapPartitions(new PartEvaluation(broadcast, evaluator), Encoders.BINARY())
            .toJavaRDD()
            .treeReduce(new Merge(evaluator));
    if (merged.length == 0) {
      throw new IllegalArgumentException(
          "dataset must have at least 1 target, but has none: give it a playlist of two songs");
    }
    return make(evaluator).read(merged);
  }

  /** Refuses metrics that the recommender does not have before any job. */
  private void tryOneTransition(SequenceRecommender recommender) {
    Catalogue catalogue = recommender.catalogue();
    make(evaluator)
        .evaluate(recommender, PlaylistDataset.of(catalogue, List.of(Playlist.of(0, 0))));
  }

  static Evaluator make(Function0<Evaluator> evaluator) {
    try {
      return Objects.requireNonNull(evaluator.call(), "evaluator");
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the evaluator cannot be made", e);
    }
  }

  /**
   * Merges the evaluations of two parts, either of which may be empty.
   *
   * @param evaluator makes an evaluator that reads them
   */
  private record Merge(Function0<Evaluator> evaluator)
      implements Function2<byte[], byte[], byte[]> {

    @Override
    public byte[] call(byte[] one, byte[] other) {
      if (one.length == 0 || other.length == 0) {
        return one.length == 0 ? other : one;
      }
      Evaluator reader = make(evaluator);
      return reader.read(one).merge(reader.read(other)).toBytes();
    }
  }
}
