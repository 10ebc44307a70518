package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluation.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Partitions evaluated on executors are, merged, the evaluation of one process. */
@Tag("slow")
class ClusterEvaluatorTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("playlist", DataTypes.LongType)
          .add("listener", DataTypes.StringType)
          .add("songs", DataTypes.createArrayType(DataTypes.StringType))
          .add("times", DataTypes.createArrayType(DataTypes.LongType))
          .add("context", DataTypes.IntegerType);
  private static final SequenceRecommender RECOMMENDER = GoldenRecommenders.read("lstm_in_time");
  private static final List<Song> SONGS =
      new ArrayList<>(RECOMMENDER.catalogue().withSongs(List.of(Song.of("new"))).songs());
  private static final ClusterEvaluator EVALUATOR = TestMetrics.clusterEvaluator();

  /** Playlists of 0 to 7 songs, one of which the recommender does not know, by five listeners. */
  private static List<Playlist> playlists(int number, long firstSecond) {
    Random random = new Random(firstSecond);
    List<Playlist> playlists = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      int[] songs = random.ints(random.nextInt(8), 0, SONGS.size()).toArray();
      long[] seconds = new long[songs.length];
      for (int position = 0; position < songs.length; position++) {
        seconds[position] = firstSecond + 3600L * i + 200L * position;
      }
      playlists.add(
          Playlist.of(songs)
              .withTimes("listener " + random.nextInt(5), seconds)
              .withContext(songs.length == 0 ? 0 : 1 + random.nextInt(songs.length)));
    }
    return playlists;
  }

  private static Dataset<Row> table(List<Playlist> playlists) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < playlists.size(); i++) {
      Playlist playlist = playlists.get(i);
      Object[] songs = playlist.songs().mapToObj(song -> SONGS.get(song).id()).toArray();
      Object[] times = new Object[songs.length];
      for (int position = 0; position < songs.length; position++) {
        times[position] = playlist.time(position).getEpochSecond();
      }
      rows.add(
          RowFactory.create(
              (long) i, playlist.listener().orElseThrow(), songs, times, playlist.context()));
    }
    return LocalCluster.session().createDataFrame(rows, SCHEMA).repartition(5);
  }

  private static PlaylistDataset dataset(List<Playlist> playlists) {
    return PlaylistDataset.of(
        RECOMMENDER.catalogue().withSongs(List.of(Song.of("new"))), playlists);
  }

  private static void assertEqual(Evaluation actual, Evaluation expected) {
    assertThat(actual.transitions()).isEqualTo(expected.transitions());
    assertThat(actual.unknownTargets()).isEqualTo(expected.unknownTargets()).isPositive();
    assertThat(actual.protocol()).isEqualTo(expected.protocol());
    for (Evaluation.Result result : expected.results()) {
      Evaluation.Result found = actual.result(result.metric());
      assertThat(found.count()).isEqualTo(result.count());
      double precision = result.count() == 0 ? 0 : 1e-12; // exposures are exact
      assertThat(found.value()).as(result.metric()).isEqualTo(result.value(), within(precision));
      if (result.count() > 0) {
        assertThat(found.standardError()).isEqualTo(result.standardError(), within(1e-12));
        assertThat(found.interval(0.95).low())
            .isEqualTo(result.interval(0.95).low(), within(1e-12));
        assertThat(found.interval(0.95).high())
            .isEqualTo(result.interval(0.95).high(), within(1e-12));
        assertThat(found.minus(result).pValue()).as("the same replicates").isEqualTo(1);
      }
    }
  }

  @Test
  void withinPlaylists_isTheEvaluationOfOneProcess() {
    List<Playlist> playlists = playlists(200, 1_700_000_000);
    List<Playlist> withoutTimes =
        playlists.stream()
            .map(each -> Playlist.of(each.songs().toArray()).withContext(each.context()))
            .toList();

    Evaluation evaluation = EVALUATOR.evaluate(RecommenderModel.of(RECOMMENDER), table(playlists));

    assertThat(evaluation.protocol()).isEqualTo(Protocol.WITHIN_PLAYLIST);
    assertEqual(evaluation, TestMetrics.evaluator().evaluate(RECOMMENDER, dataset(withoutTimes)));
  }

  @Test
  void forwardInTime_isTheEvaluationOfOneProcess() {
    List<Playlist> earlier = playlists(100, 1_699_000_000);
    List<Playlist> playlists = playlists(60, 1_700_000_000);
    List<Playlist> all = new ArrayList<>(earlier);
    all.addAll(playlists);
    RecommenderModel model = RecommenderModel.of(RECOMMENDER).setTimesCol("times");

    Evaluation evaluation = EVALUATOR.evaluate(model, table(playlists), table(earlier));

    assertEqual(
        evaluation,
        TestMetrics.evaluator().evaluate(RECOMMENDER, dataset(playlists).partOf(dataset(all))));
    Evaluation alone = EVALUATOR.evaluate(model, table(playlists));
    assertEqual(alone, TestMetrics.evaluator().evaluate(RECOMMENDER, dataset(playlists)));
    assertThat(evaluation.value("log_likelihood")).isNotEqualTo(alone.value("log_likelihood"));
  }

  @Test
  void example_works() {
    List<Playlist> playlists = playlists(20, 1_700_000_000);
    Evaluation evaluation = TestMetrics.example(RecommenderModel.of(RECOMMENDER), table(playlists));
    assertThat(evaluation.transitions())
        .isEqualTo(playlists.stream().mapToLong(Playlist::targets).sum());
    assertThat(evaluation.value("mrr@20")).isBetween(0.1, 0.9);
  }

  @Test
  void nothingToPredict() {
    List<Playlist> playlists = List.of(Playlist.of().withTimes("ann"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EVALUATOR.evaluate(RecommenderModel.of(RECOMMENDER), table(playlists)))
        .withMessage(
            "dataset must have at least 1 target, but has none: give it a playlist of two songs");
  }

  @Test
  void whatCannotBeMeasured_isRefusedBeforeAnyJob() {
    RecommenderModel model = RecommenderModel.of(RECOMMENDER);
    Dataset<Row> table = table(playlists(3, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EVALUATOR.evaluate(model, table.drop("playlist")))
        .withMessage(
            "dataset must have a column 'playlist', but has 'listener', 'songs', 'times', 'context'");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                EVALUATOR.evaluate(
                    RecommenderModel.of(RECOMMENDER).setTimesCol("times"), table.drop("listener")))
        .withMessage(
            "dataset must have a column 'listener', but has 'playlist', 'songs', 'times', 'context'");
    SequenceRecommender ranks = GoldenRecommenders.read("item_knn");
    assertThatIllegalStateException()
        .isThrownBy(() -> EVALUATOR.evaluate(RecommenderModel.of(ranks), table))
        .withMessageEndingWith("defines no probabilities: leave out log_likelihood, perplexity");
  }
}
