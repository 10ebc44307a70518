package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.Trainer;
import dev.segue.TrainingDivergedException;
import dev.segue.datasets.SyntheticStation;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training that comes to numbers that are not finite says so, and leaves what was good. */
class DivergenceTest {

  private static final PlaylistDataset STATION = SyntheticStation.of(20, 30, 1);
  private static final Catalogue SONGS = Catalogue.of(List.of(Song.of("a"), Song.of("b")));
  private static final PlaylistDataset PLAYLISTS =
      PlaylistDataset.of(SONGS, List.of(Playlist.of(0, 1, 0)));

  static Stream<DoubleFunction<Trainer<?>>> trainersByRate() {
    return Stream.of(
        rate -> Item2Vec.builder().learningRate(rate).dimensions(4).epochs(3).build(),
        rate -> LatentMarkovEmbedding.builder().learningRate(rate).epochs(3).build(),
        rate -> LatentMarkovEmbedding.builder().dualPoint(true).learningRate(rate).build(),
        rate -> LatentMarkovEmbedding.builder().regularisation(rate).epochs(3).build());
  }

  @ParameterizedTest
  @MethodSource("trainersByRate")
  void training_whateverItsRate_givesFiniteScoresOrDiverges(DoubleFunction<Trainer<?>> trainer) {
    int diverged = 0;
    for (double rate = 1e-3; rate < 1e300; rate *= 1e3) {
      for (Optional<PlaylistDataset> validation :
          List.of(Optional.<PlaylistDataset>empty(), Optional.of(STATION))) {
        try {
          requireFinite(
              validation.isPresent()
                  ? trainer.apply(rate).train(STATION, validation.get())
                  : trainer.apply(rate).train(STATION));
        } catch (TrainingDivergedException e) {
          diverged++;
          assertThat(e)
              .hasMessageMatching(
                  "training diverged in epoch \\d: .* is (NaN|-?Infinity); try a smaller .*");
          e.lastGoodEpoch().ifPresent(DivergenceTest::requireFinite);
        }
      }
    }
    assertThat(diverged).isPositive();
  }

  private static void requireFinite(SequenceRecommender recommender) {
    assertThatNoException().isThrownBy(() -> recommender.save(OutputStream.nullOutputStream()));
    recommender.score(
        Stream.of(Playlist.of(0, 1, 2)),
        (playlist, heard, scores) -> {
          for (int song = 0; song < scores.size(); song++) {
            assertThat(scores.get(song)).isFinite();
          }
        });
  }

  @Test
  void divergence_namesWhatToChange() {
    assertThatExceptionOfType(TrainingDivergedException.class)
        .isThrownBy(() -> Item2Vec.builder().learningRate(1e30).build().train(STATION))
        .withMessageStartingWith("training diverged in epoch 1: ")
        .withMessageEndingWith("; try a smaller learningRate than 1.0E30");
    assertThatExceptionOfType(TrainingDivergedException.class)
        .isThrownBy(() -> LatentMarkovEmbedding.builder().learningRate(1e30).build().train(STATION))
        .withMessageStartingWith("training diverged in epoch 1: ")
        .withMessageEndingWith(
            "; try a smaller learningRate than 1.0E30 or regularisation than 20.0");
  }

  @Test
  void divergence_inALaterEpoch_offersTheBestBefore() {
    BestEpoch<Popularity> epochs =
        new BestEpoch<>(
            9, "a smaller learningRate than 0.05", 2, Optional.of(PLAYLISTS), List.of());
    Popularity good = Popularity.trainer().train(PLAYLISTS);
    Popularity better = Popularity.trainer().train(PLAYLISTS);
    epochs.add(good, 1.5);
    epochs.add(better, 1.25);

    TrainingDivergedException diverged =
        catchThrowableOfType(
            TrainingDivergedException.class, () -> epochs.requireFinite("the loss", Double.NaN));

    assertThat(diverged)
        .hasMessage(
            "training diverged in epoch 3: the loss is NaN; try a smaller learningRate than 0.05");
    assertThat(diverged.lastGoodEpoch()).containsSame(better);
  }

  @Test
  void fit_ofAPartWithoutFiniteScores_namesIt() {
    SequenceRecommender chain = MarkovChain.trainer().train(PLAYLISTS);
    for (float score : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      SequenceRecommender broken = new Constant(score);
      for (Blend blend : List.of(Blend.linear(chain, broken), Blend.logLinear(chain, broken))) {
        assertThatExceptionOfType(TrainingDivergedException.class)
            .isThrownBy(() -> blend.fit(PLAYLISTS))
            .withMessageStartingWith(
                "fitting the weights diverged: part 1, constant, gives song 'a' the score ")
            .withMessageEndingWith("; leave it out");
        assertThatExceptionOfType(TrainingDivergedException.class)
            .isThrownBy(() -> blend.fitRanking(PLAYLISTS));
      }
    }
  }

  /** A recommender that scores song b by the logarithm of 1/2, and song a as it is told. */
  private static final class Constant extends HistoryRecommender {

    private final float score;

    Constant(float score) {
      super(SONGS);
      this.score = score;
    }

    @Override
    void score(int[] heard, int count, float[] scores) {
      scores[0] = score;
      scores[1] = (float) Math.log(0.5);
    }

    @Override
    public boolean probabilistic() {
      return true;
    }

    @Override
    public void save(OutputStream out) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
      return "constant";
    }
  }

  @Test
  void weights_ofATargetThatNoComponentHoldsPossible_areThoseOfTheOthers() {
    List<double[]> others = List.of(new double[] {0.5, 0.1}, new double[] {0.1, 0.5});
    List<double[]> all = List.of(others.get(0), new double[] {0, 0}, others.get(1));

    assertThat(LinearFit.weights(2, all)).containsExactly(new double[] {0.5, 0.5}, within(1e-9));
    assertThat(LinearFit.weights(2, all.subList(0, 2)))
        .containsExactly(new double[] {1, 0}, within(1e-9));
    assertThat(Arrays.stream(LinearFit.weights(2, List.of(new double[] {0, 0}))).sum())
        .isEqualTo(1);
  }
}
