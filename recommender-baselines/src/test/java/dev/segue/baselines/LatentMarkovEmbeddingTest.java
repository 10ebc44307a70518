package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.EpochReport;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.TrainingListener;
import dev.segue.datasets.SyntheticStation;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.testing.SequenceRecommenderContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LatentMarkovEmbeddingTest {

  private static final Catalogue SONGS =
      Catalogue.of(List.of(Song.of("a"), Song.of("b"), Song.of("c"), Song.of("d")));

  private static final PlaylistDataset STATION = SyntheticStation.of(40, 120, 1);

  /** A song is followed by the one after it in the alphabet, and d by a. */
  private static final PlaylistDataset ROUNDS =
      PlaylistDataset.of(SONGS, Collections.nCopies(30, Playlist.of(0, 1, 2, 3, 0, 1, 2, 3)));

  @Nested
  class SinglePoint extends SequenceRecommenderContract {

    private static final LatentMarkovEmbedding TRAINED =
        LatentMarkovEmbedding.builder().dimensions(5).epochs(3).build().train(STATION);

    @Override
    protected SequenceRecommender recommender() {
      return TRAINED;
    }
  }

  @Nested
  class DualPoint extends SequenceRecommenderContract {

    private static final LatentMarkovEmbedding TRAINED =
        LatentMarkovEmbedding.builder()
            .dualPoint(true)
            .dimensions(5)
            .epochs(3)
            .build()
            .train(STATION);

    @Override
    protected SequenceRecommender recommender() {
      return TRAINED;
    }
  }

  /** Trains with the probabilities over about 20 songs and the followers of a step. */
  private static LatentMarkovEmbedding sampled(PlaylistDataset training, int songsCompared) {
    return LatentMarkovTraining.run(
        training,
        Optional.empty(),
        LatentMarkovEmbedding.Settings.DEFAULTS,
        TrainingHooks.NONE,
        new LatentMarkovTraining.SongsCompared(songsCompared, 20));
  }

  @Test
  void sampledSongs_giveNearlyTheExactModel() {
    PlaylistDataset station = SyntheticStation.of(300, 400, 1);
    DatasetSplit split = station.split(0.8, 0.1, 0.1, 1);
    Evaluator logLikelihood = Evaluator.of(Metric.logLikelihood());

    Evaluation ofAll = logLikelihood.evaluate(sampled(split.training(), 300), split.test());
    Evaluation ofSome = logLikelihood.evaluate(sampled(split.training(), 299), split.test());

    assertThat(ofSome.value("log_likelihood"))
        .isNotEqualTo(ofAll.value("log_likelihood"))
        .isEqualTo(ofAll.value("log_likelihood"), within(0.1));
  }

  @Test
  void sampledSongs_sameSeed_giveTheSameModel() throws IOException {
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    ByteArrayOutputStream same = new ByteArrayOutputStream();
    sampled(STATION, 0).save(one);
    sampled(STATION, 0).save(same);
    assertThat(same.toByteArray()).isEqualTo(one.toByteArray());
  }

  @Test
  void probability_dependsOnDistance() {
    float[] points = {0, 0, 1, 0, 0, 2, 3, 3};
    float[] popularity = {0.5f, 0, 0, -1};
    float[] first = {0.4f, 0.3f, 0.2f, 0.1f};
    LatentMarkovEmbedding embedding =
        new LatentMarkovEmbedding(SONGS, first, popularity, points, points);
    ListeningSession session = embedding.newSession();
    assertThat(session.logProbability("c")).isEqualTo(Math.log(0.2), within(1e-6));
    session.play("a"); // squared distances 0, 1, 4 and 18
    double sum = Math.exp(0.5) + Math.exp(-1) + Math.exp(-4) + Math.exp(-19);
    assertThat(session.logProbability("b")).isEqualTo(-1 - Math.log(sum), within(1e-5));
    assertThat(session.logProbability("d")).isEqualTo(-19 - Math.log(sum), within(1e-5));
    assertThat(embedding.similarity("a", "b")).isEqualTo(2 * Math.exp(-1) - 1, within(1e-6));
    assertThat(embedding.similarity("c", "c")).isEqualTo(1);
  }

  @Test
  void dualPoint_learnsADirection() {
    LatentMarkovEmbedding embedding =
        LatentMarkovEmbedding.builder()
            .dualPoint(true)
            .dimensions(3)
            .regularisation(0.01)
            .epochs(400)
            .build()
            .train(ROUNDS);
    assertThat(Math.exp(embedding.newSession().play("a").logProbability("b"))).isGreaterThan(0.9);
    assertThat(Math.exp(embedding.newSession().play("d").logProbability("a"))).isGreaterThan(0.9);
  }

  @Test
  void sameSeed_givesTheSameModel_whateverTheOrderOfThreads() {
    PlaylistDataset station = SyntheticStation.of(120, 100, 1);
    double[] twice =
        IntStream.range(0, 2)
            .mapToDouble(
                run ->
                    LatentMarkovEmbedding.builder()
                        .dimensions(7)
                        .epochs(2)
                        .build()
                        .train(station)
                        .newSession()
                        .play(station.catalogue().song(3).id())
                        .logProbability(station.catalogue().song(4).id()))
            .toArray();
    assertThat(twice[0]).isEqualTo(twice[1]);
  }

  @Test
  void songNeverPlayed_isNearItsArtist() {
    List<Song> songs = new ArrayList<>();
    for (int song = 0; song < 40; song++) {
      songs.add(new Song("s" + song, "", song % 2 == 0 ? "X" : "Y", List.of()));
    }
    Catalogue catalogue = Catalogue.of(songs);
    List<Playlist> playlists = new ArrayList<>();
    for (int number = 0; number < 200; number++) { // X with X, Y with Y; the first four never
      int by = number % 2;
      int at = number;
      playlists.add(
          Playlist.of(
              IntStream.range(0, 6).map(i -> 4 + by + 2 * ((at * 7 + i * 5) % 18)).toArray()));
    }
    LatentMarkovEmbedding embedding =
        LatentMarkovEmbedding.builder()
            .epochs(60)
            .build()
            .train(PlaylistDataset.of(catalogue, playlists));
    assertThat(embedding.similarity("s0", "s10")).isGreaterThan(embedding.similarity("s0", "s11"));
    ListeningSession afterX = embedding.newSession().play("s10");
    assertThat(afterX.logProbability("s0")).isGreaterThan(afterX.logProbability("s1") + 1);
  }

  @Test
  void keepsTheBestEpoch_andReportsEach() {
    List<EpochReport> reports = new ArrayList<>();
    PlaylistDataset other = SyntheticStation.of(40, 30, 2);
    LatentMarkovEmbedding best =
        LatentMarkovEmbedding.builder()
            .dimensions(8)
            .regularisation(0)
            .epochs(8)
            .listener(
                report -> {
                  reports.add(report);
                  return TrainingListener.Decision.CONTINUE;
                })
            .build()
            .train(SyntheticStation.of(40, 30, 1), other);
    assertThat(reports).hasSize(8);
    double reached =
        Evaluator.of(Metric.logLikelihood()).evaluate(best, other).value("log_likelihood");
    assertThat(reports)
        .extracting(report -> report.validationLogLikelihood().orElseThrow())
        .allSatisfy(each -> assertThat(each).isLessThanOrEqualTo(reached));
  }

  @Test
  void validationWithoutTargets_isIgnored() {
    List<EpochReport> reports = new ArrayList<>();
    PlaylistDataset contextOnly =
        PlaylistDataset.of(SONGS, List.of(Playlist.of(0, 2).withContext(2)));
    LatentMarkovEmbedding.builder()
        .epochs(1)
        .listener(
            report -> {
              reports.add(report);
              return TrainingListener.Decision.CONTINUE;
            })
        .build()
        .train(ROUNDS, contextOnly);
    assertThat(reports)
        .singleElement()
        .satisfies(report -> assertThat(report.validationAccuracyAt10()).isEmpty());
  }

  @Test
  void dimensions_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatentMarkovEmbedding.builder().dimensions(0))
        .withMessage("dimensions must be > 0, was 0");
  }

  @Test
  void regularisation_negative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatentMarkovEmbedding.builder().regularisation(-1))
        .withMessage("regularisation must be >= 0 and finite, was -1.0");
  }

  @Test
  void learningRate_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatentMarkovEmbedding.builder().learningRate(0))
        .withMessage("learningRate must be > 0 and finite, was 0.0");
  }

  @Test
  @Tag("slow")
  void yesBig() throws IOException {
    Evaluation evaluation =
        YesBig.evaluate(LatentMarkovEmbedding.builder().epochs(5).build().train(YesBig.training()));
    assertThat(evaluation.value("log_likelihood")).isGreaterThan(-6.78); // published, 25 dimensions
    assertThat(evaluation.value("accuracy@10")).isGreaterThan(0.0773);
    assertThat(evaluation.value("accuracy@500")).isGreaterThan(0.7337);
    assertThat(evaluation.value("mrr@20")).isGreaterThan(0.0241);
  }
}
