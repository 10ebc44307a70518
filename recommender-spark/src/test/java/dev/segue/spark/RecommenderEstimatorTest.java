package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.Catalogue;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.Trainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tasks in processes of their own train the network that this process trains. */
@Tag("slow")
class RecommenderEstimatorTest {

  private static final List<List<String>> PLAYLISTS = playlists(120);

  /** Playlists in which most songs are followed by the next. */
  private static List<List<String>> playlists(int number) {
    Random random = new Random(number);
    List<List<String>> playlists = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      List<String> songs = new ArrayList<>();
      int song = random.nextInt(12);
      for (int play = 0; play < 8; play++) {
        songs.add("song " + song);
        song = (random.nextInt(4) == 0 ? random.nextInt(12) : song + 1) % 12;
      }
      playlists.add(songs);
    }
    return playlists;
  }

  private static final StructType TIMED =
      new StructType()
          .add("listener", DataTypes.LongType, false)
          .add("songs", DataTypes.createArrayType(DataTypes.StringType))
          .add("times", DataTypes.createArrayType(DataTypes.LongType))
          .add("measure", DataTypes.BooleanType);

  private static Dataset<Row> timed() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < PLAYLISTS.size(); i++) {
      long begun = 86_400L * i;
      rows.add(
          RowFactory.create(
              (long) i % 10,
              PLAYLISTS.get(i).toArray(),
              IntStream.range(0, 8).mapToObj(play -> begun + 200L * play).toArray(),
              i >= 100 ? true : null));
    }
    return LocalCluster.session().createDataFrame(rows, TIMED).repartition(3);
  }

  private static Dataset<Row> table() {
    return GoldenRecommenders.table(PLAYLISTS);
  }

  private static RecommenderEstimator network() {
    return RecommenderEstimator.of(TestTrainers::network);
  }

  /** The weights as the file of a model has them, which also says how it was trained. */
  private static byte[] bytes(SequenceRecommender recommender) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      recommender.save(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Map<String, Double> scores(SequenceRecommender recommender, String... songs) {
    Map<String, Double> scores = new LinkedHashMap<>();
    recommender
        .recommend(List.of(songs), recommender.catalogue().size())
        .forEach(each -> scores.put(each.song().id(), each.score()));
    return scores;
  }

  /** The playlists in the order of their songs, as a task has them, over the songs by plays. */
  private static PlaylistDataset sorted() {
    Catalogue catalogue =
        Catalogue.of(
            PlayHistory.catalogue(table()).collectAsList().stream()
                .map(row -> Song.of(row.getString(0)))
                .toList());
    return PlaylistDataset.of(
        catalogue,
        PLAYLISTS.stream()
            .sorted(Comparator.comparing(songs -> String.join("\0", songs)))
            .map(catalogue::playlist)
            .toList());
  }

  @Test
  void driver_trainsWhatItTrainsWithoutSpark() {
    SequenceRecommender recommender =
        RecommenderEstimator.of(TestTrainers::noNetwork).fit(table()).recommender();
    assertThat(scores(recommender, "song 3"))
        .isEqualTo(scores(TestTrainers.noNetwork().train(sorted()), "song 3"));
  }

  @Test
  void oneWorker_trainsWhatOneProcessTrains() {
    SequenceRecommender recommender =
        network().setWorkers(1).setRounds(3).fit(table()).recommender();
    SequenceRecommender inProcess = TestTrainers.network().train(sorted());
    assertThat(scores(recommender, "song 3", "song 4"))
        .isEqualTo(scores(inProcess, "song 3", "song 4"));
  }

  @Test
  void killedExecutor_changesNoBit() {
    RecommenderEstimator estimator = network().setWorkers(4).setRounds(3);
    byte[] expected = bytes(estimator.fit(table()).recommender());
    int failed =
        ExecutorKiller.during(
            25,
            () ->
                assertThat(bytes(estimator.fit(table().repartition(5)).recommender()))
                    .isEqualTo(expected));
    assertThat(failed).isPositive();
  }

  @Test
  void times_areLearntAndMeasured_byWorkersAndTheDriver() {
    RecommenderEstimator estimator =
        network().setTimesCol("times").setValidationIndicatorCol("measure").setRounds(2);
    RecommenderModel byDriver = estimator.fit(timed());
    RecommenderModel byWorkers = estimator.setWorkers(2).fit(timed());
    Stream.of(byDriver, byWorkers)
        .forEach(
            model -> {
              assertThat(model.recommender().knowsTime()).isTrue();
              assertThat(model.recommender().provenance().trainedUntil())
                  .hasValueSatisfying(
                      time -> assertThat(time.getEpochSecond()).isEqualTo(86_400L * 99 + 1400));
              assertThat(model.getOrDefault(model.timesCol())).isEqualTo("times");
              assertThat(model.transform(timed()).count()).isEqualTo(120);
            });
  }

  @Test
  void rowsFor_learnsThePlayedMost_andKnowsTheOthers() {
    Catalogue songs =
        Catalogue.of(
            IntStream.range(0, 14)
                .mapToObj(i -> new Song("song " + i, "", "artist " + i % 2, List.of()))
                .toList());
    SequenceRecommender recommender =
        network()
            .setWorkers(2)
            .setRounds(2)
            .setRowsFor(8)
            .setCatalogue(songs)
            .fit(table())
            .recommender();
    List<String> byPlays =
        PlayHistory.catalogue(table()).collectAsList().stream()
            .map(row -> row.getString(0))
            .toList();
    assertThat(recommender.catalogue().songs())
        .extracting(Song::id)
        .startsWith(byPlays.toArray(String[]::new))
        .hasSize(14)
        .endsWith("song 12", "song 13");
    assertThat(recommender.catalogue().song(13)).isEqualTo(songs.song(13));
    assertThat(scores(recommender, byPlays.get(10))).hasSize(14);
  }

  @Test
  void pipeline_trainsAndRecommends() {
    Dataset<Row> lists =
        new Pipeline()
            .setStages(new PipelineStage[] {RecommenderEstimator.of(TestTrainers::noNetwork)})
            .fit(table())
            .transform(table());
    assertThat(lists.where(functions.size(functions.col("recommendations")).equalTo(10)).count())
        .isEqualTo(120);
  }

  @Test
  void whatDoesNotGoTogether_isRefused() {
    Function0<Trainer<?>> noNetwork = TestTrainers::noNetwork;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecommenderEstimator.of(noNetwork).setWorkers(2).fit(table()))
        .withMessageStartingWith("workers and rowsFor need an LstmTrainer, but the trainer is a ");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> network().setCatalogue(Catalogue.of(List.of(Song.of("song 1")))).fit(table()))
        .withMessageStartingWith(
            "songs must be in the catalogue of 1 songs, but this is not: 'song ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network().setRowsFor(5).fit(table()))
        .withMessage(
            "rowsFor must be at least the 12 songs, or their catalogue must have artists or tags,"
                + " was 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network().setTimesCol("times").fit(table()))
        .withMessageStartingWith("dataset must have a column 'listener', but has ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network().setWorkers(-1))
        .withMessage("workers must be >= 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network().setRounds(0))
        .withMessage("rounds must be >= 1, was 0");
  }
}
