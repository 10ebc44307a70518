package dev.segue.baselines;

import static dev.segue.evaluation.Metric.logLikelihood;
import static dev.segue.evaluation.Metric.mrrAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.FileFormatException;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.baselines.SessionKnn.Weighting;
import dev.segue.datasets.SyntheticStation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.model.ModelFile;
import dev.segue.testing.SequenceRecommenderContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BlendTest {

  static final Catalogue SONGS = Catalogue.of(List.of(Song.of("a"), Song.of("b"), Song.of("c")));

  static final PlaylistDataset STATION = SyntheticStation.of(40, 120, 1);

  @Nested
  class Linear extends SequenceRecommenderContract {

    private static final Blend FITTED = Blend.linear(parts()).fit(STATION);

    @Override
    protected SequenceRecommender recommender() {
      return FITTED;
    }
  }

  @Nested
  class LogLinear extends SequenceRecommenderContract {

    private static final Blend FITTED = Blend.logLinear(parts()).fit(STATION);

    @Override
    protected SequenceRecommender recommender() {
      return FITTED;
    }
  }

  private static SequenceRecommender[] parts() {
    return new SequenceRecommender[] {
      LagMixture.trainer().train(STATION), ItemKnn.trainer().train(STATION)
    };
  }

  /** Returns a recommender that gives the same scores whatever was heard. */
  static SequenceRecommender always(boolean probabilistic, double... scores) {
    float[] row = new float[scores.length];
    for (int song = 0; song < row.length; song++) {
      row[song] = (float) (probabilistic ? Math.log(scores[song]) : scores[song]);
    }
    return new HistoryRecommender(SONGS) {
      @Override
      public boolean probabilistic() {
        return probabilistic;
      }

      @Override
      void score(int[] heard, int count, float[] scores) {
        System.arraycopy(row, 0, scores, 0, row.length);
      }

      @Override
      public void save(OutputStream out) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private static double probability(SequenceRecommender recommender, String song) {
    ListeningSession session = recommender.newSession().play("a");
    return Math.exp(session.logProbability(song));
  }

  /** Returns playlists of a and a follower; each song follows that number of times. */
  static PlaylistDataset followers(int... numbers) {
    List<Playlist> playlists = new ArrayList<>();
    for (int song = 0; song < numbers.length; song++) {
      for (int i = 0; i < numbers[song]; i++) {
        playlists.add(Playlist.of(0, song));
      }
    }
    return PlaylistDataset.of(SONGS, playlists);
  }

  @Test
  void linear_addsProbabilities() {
    Blend blend =
        Blend.linear(always(true, 0.25, 0.5, 0.25), always(true, 0.8, 0.1, 0.1)).weights(3, 1);
    assertThat(blend.weights()).containsExactly(0.75, 0.25);
    assertThat(probability(blend, "a")).isEqualTo(0.75 * 0.25 + 0.25 * 0.8, within(1e-6));
    assertThat(probability(blend, "b")).isEqualTo(0.75 * 0.5 + 0.25 * 0.1, within(1e-6));
  }

  @Test
  void logLinear_multipliesPowersOfProbabilities() { // 1/4 x 0.64, 1/2 x 0.01, 1/4 x 0.01
    Blend blend =
        Blend.logLinear(always(true, 0.25, 0.5, 0.25), always(true, 0.8, 0.1, 0.1)).weights(1, 2);
    assertThat(probability(blend, "a")).isEqualTo(0.16 / 0.1675, within(1e-6));
    assertThat(probability(blend, "b")).isEqualTo(0.005 / 0.1675, within(1e-6));
  }

  @Test
  void scores_becomeShares_mixedWithOnePercentUniform() { // 3/4, 1/4; below 0 counts as 0
    Blend blend = Blend.linear(always(false, 3, 1, -5));
    assertThat(probability(blend, "a")).isEqualTo(0.99 * 0.75 + 0.01 / 3, within(1e-6));
    assertThat(probability(blend, "c")).isEqualTo(0.01 / 3, within(1e-6));
    assertThat(probability(Blend.logLinear(always(false, -1, -2, 0)), "b"))
        .isEqualTo(1 / 3.0, within(1e-6));
  }

  @Test
  void fit_linear_findsTheSharesThatWereMixed() { // 0.3 x (8, 1, 1) + 0.7 x (1, 1, 8) of 10
    Blend blend =
        Blend.linear(always(true, 0.8, 0.1, 0.1), always(true, 0.1, 0.1, 0.8))
            .fit(followers(31, 10, 59));
    assertThat(blend.weights()[0]).isEqualTo(0.3, within(1e-3));
  }

  /** Shares of 0.7% and of 0.3%, mixed as above: followers of 10,000. */
  @Test
  void fit_dropsAPartWithLessThanHalfAPercent() {
    Blend blend = Blend.linear(always(true, 0.8, 0.1, 0.1), always(true, 0.1, 0.1, 0.8));

    assertThat(blend.fit(followers(1049, 1000, 7951)).weights()[0]).isEqualTo(0.007, within(1e-3));
    assertThat(blend.fit(followers(1021, 1000, 7979)).weights()).containsExactly(0, 1);
  }

  @Test
  void fits_useTargetsAlone() { // c after a is context
    List<Playlist> playlists =
        followers(31, 10, 59)
            .playlists()
            .map(playlist -> Playlist.of(0, 2, 0, playlist.song(1)).withContext(3))
            .toList();
    PlaylistDataset validation = PlaylistDataset.of(SONGS, playlists);
    SequenceRecommender[] parts = {always(true, 0.8, 0.1, 0.1), always(true, 0.1, 0.1, 0.8)};
    for (Blend blend : List.of(Blend.linear(parts), Blend.logLinear(parts))) {
      assertThat(blend.fit(validation).weights())
          .isEqualTo(blend.fit(followers(31, 10, 59)).weights());
      assertThat(blend.fitRanking(validation).weights())
          .isEqualTo(blend.fitRanking(followers(31, 10, 59)).weights());
    }
  }

  @Test
  void fit_logLinear_findsThePowersThatWereMultiplied() {
    // (0.8, 0.1, 0.1) x (0.1, 0.1, 0.8)^2 is 8 : 1 : 64, of 7,300 transitions.
    Blend blend =
        Blend.logLinear(always(true, 0.8, 0.1, 0.1), always(true, 0.1, 0.1, 0.8))
            .fit(followers(800, 100, 6400));
    assertThat(blend.weights()).containsExactly(new double[] {1, 2}, within(1e-2));
  }

  @Test
  void fit_logLinear_givesAWrongPartNoWeight() {
    Blend blend =
        Blend.logLinear(always(true, 0.8, 0.1, 0.1), always(true, 0.1, 0.1, 0.8))
            .fit(followers(80, 10, 10));
    assertThat(blend.weights()).containsExactly(new double[] {1, 0}, within(1e-2));
  }

  @Test
  @Tag("slow")
  void fits_areAtLeastAsGoodAsEachPart() {
    DatasetSplit split = SyntheticStation.of(60, 600, 3).split(0.6, 0.2, 0.2, 1);
    SequenceRecommender[] parts = {
      MarkovChain.trainer().train(split.training()),
      SessionKnn.builder(Weighting.STAN)
          .neighbours(50)
          .leaveOutLast(2)
          .build()
          .train(split.training()),
      Popularity.trainer().train(split.training())
    };
    for (Blend equal : List.of(Blend.linear(parts), Blend.logLinear(parts))) {
      double best = value(logLikelihood(), equal.fit(split.validation()), split.validation());
      assertThat(best)
          .isGreaterThan(value(logLikelihood(), parts[0], split.validation()) - 1e-4)
          .isGreaterThan(value(logLikelihood(), equal, split.validation()));
      Blend ranking = equal.fit(split.validation()).fitRanking(split.validation());
      assertThat(value(mrrAt(20), ranking, split.validation()))
          .isGreaterThan(value(mrrAt(20), equal.fit(split.validation()), split.validation()) - 1e-4)
          .isGreaterThan(value(mrrAt(20), equal, split.validation()) - 1e-4);
      assertThat(ranking.fingerprint()).isEqualTo(equal.fingerprint());
    }
  }

  private static double value(
      Metric metric, SequenceRecommender recommender, PlaylistDataset dataset) {
    return Evaluator.of(metric).evaluate(recommender, dataset).value(metric.name());
  }

  @Test
  void load_ofABlendOfBlends(@TempDir Path folder) throws IOException {
    PlaylistDataset station = SyntheticStation.of(40, 60, 1);
    Blend inner =
        Blend.linear(MarkovChain.trainer().train(station), UniformRandom.trainer().train(station));
    Blend outer = Blend.logLinear(inner, ItemKnn.trainer().train(station)).weights(0.7, 0.2);
    outer.save(folder.resolve("blend.segue"));
    SequenceRecommender loaded = ModelFile.read(folder.resolve("blend.segue")).recommender();
    assertThat(loaded).isInstanceOf(Blend.class).hasToString(outer.toString());
    String song = station.catalogue().song(7).id();
    assertThat(loaded.newSession().play(song).recommend(5))
        .isEqualTo(outer.newSession().play(song).recommend(5));
  }

  @Test
  void load_ofADamagedBlend(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("blend.segue");
    ModelFile.Builder model =
        ModelFile.builder(Blend.KIND)
            .catalogue(SONGS)
            .text("parts", "1")
            .text("log_linear", "true")
            .text("weights", "1.0");
    model.bytes("part.0", new byte[] {1, 2, 3}).write(file);
    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> ModelFile.read(file).recommender())
        .withMessageContaining("blend.segue: tensor 'part.0' must be a model file: ");
    ModelFile.builder(Blend.KIND).catalogue(SONGS).text("parts", "2000000000").write(file);
    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> ModelFile.read(file).recommender())
        .withMessageContaining("parts must be in 1..5 (the number of tensors), was 2000000000");
  }

  @Test
  void load_ofABlendWithAnUnsoundPart_namesTheFileAndTheTensor(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("blend.segue");
    ModelFile.Builder item2Vec =
        ModelFile.builder(Item2Vec.KIND).catalogue(SONGS).text("dimensions", "0");
    blendOf(bytes(item2Vec)).write(file);
    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> ModelFile.read(file).recommender())
        .withMessage(file + ": tensor 'part.0': dimensions must be > 0, was 0");
  }

  @Test
  @Timeout(60)
  void load_ofABlendNestedAThousandDeep_isRefused() throws IOException {
    ModelFile.Builder blend = ModelFile.builder(UniformRandom.KIND).catalogue(SONGS);
    for (int depth = 0; depth < 1000; depth++) {
      blend = blendOf(bytes(blend));
    }
    ModelFile outermost = ModelFile.of(bytes(blend));
    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(outermost::recommender)
        .withMessageEndingWith(
            "tensor 'part.0': model files must be nested at most 3 deep, but are 4 deep");
  }

  @Test
  @Timeout(60)
  void save_ofABlendNestedAThousandDeep_isRefused(@TempDir Path folder) {
    SequenceRecommender recommender = UniformRandom.trainer().train(followers(1, 1));
    for (int depth = 0; depth < 1000; depth++) {
      recommender = Blend.linear(recommender);
    }
    SequenceRecommender outermost = recommender;
    assertThatIllegalStateException()
        .isThrownBy(() -> outermost.save(folder.resolve("blend.segue")))
        .withMessage("recommenders must be nested at most 3 deep to be saved, but are 4 deep");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void save_ofABlendNestedThreeDeep_isReadBack() throws IOException {
    SequenceRecommender recommender = UniformRandom.trainer().train(followers(1, 1));
    for (int depth = 0; depth < 3; depth++) {
      recommender = Blend.linear(recommender);
    }
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    recommender.save(saved);
    assertThat(ModelFile.of(saved.toByteArray()).recommender()).hasToString(recommender.toString());
  }

  /** Returns the model file of a blend of one part. */
  private static ModelFile.Builder blendOf(byte[] part) {
    return ModelFile.builder(Blend.KIND)
        .catalogue(SONGS)
        .text("parts", "1")
        .text("log_linear", "false")
        .text("weights", "1.0")
        .bytes("part.0", part);
  }

  private static byte[] bytes(ModelFile.Builder model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    model.write(bytes);
    return bytes.toByteArray();
  }

  @Test
  void fit_ofPartsThatAreWrong_keepsTheWeights() {
    Blend blend = Blend.logLinear(always(true, 0.8, 0.1, 0.1)).fit(followers(0, 50, 50));
    assertThat(blend.weights()).containsExactly(1);
  }

  @Test
  void badValues() {
    Blend blend = Blend.linear(always(true, 0.25, 0.5, 0.25));
    assertThatIllegalArgumentException()
        .isThrownBy(Blend::linear)
        .withMessage("there must be at least 1 part, but there is none");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Blend.linear(
                    blend,
                    Popularity.trainer().train(PlaylistDataset.of(List.of(List.of("x", "y"))))))
        .withMessage("part 0 and part 1 must share one catalogue, but hold 3 and 2 songs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> blend.weights(1, 2))
        .withMessage("there must be one weight per part (1), but there are 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> blend.weights(-1))
        .withMessage("weights must be >= 0 and not all 0, were [-1.0]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> blend.fit(PlaylistDataset.of(SONGS, List.of(Playlist.of(0)))))
        .withMessage(
            "validation must have at least 1 target, but has none: give it a playlist of two"
                + " songs");
  }

  @Test
  void fit_toPlaylistsOfAnotherCatalogue_isRefused() {
    Blend blend = Blend.linear(always(true, 0.25, 0.5, 0.25));
    PlaylistDataset others = PlaylistDataset.of(List.of(List.of("x", "y")));
    String message = "blend and validation must share one catalogue, but hold 3 and 2 songs";
    assertThatIllegalArgumentException().isThrownBy(() -> blend.fit(others)).withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> blend.fitRanking(others))
        .withMessage(message);
  }
}
