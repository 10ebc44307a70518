package dev.segue.datasets;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.logLikelihood;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Interval;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BayesOptimalTest {

  private static final double[][] TINY_MIXES = {{0.9, 0.1}, {0.3, 0.7}};
  private static final double TINY_SEGUE = 0.5;
  private static final StationModel TINY = new StationModel(9, TINY_MIXES, TINY_SEGUE, 2);

  private final SyntheticStation station = SyntheticStation.of(300, 3_000, 42);

  @Property(tries = 200)
  void probabilities_sumToOneAfterAnySongs(
      @ForAll @IntRange(min = 20, max = 700) int songs,
      @ForAll @Size(max = 100) List<@IntRange(min = 0, max = 10_000) Integer> heard) {
    SequenceRecommender optimal = SyntheticStation.of(songs, 1, 0).bayesOptimal();
    ListeningSession session = optimal.newSession();
    heard.forEach(song -> session.play("song-" + song % songs));

    assertThat(probabilities(session.scores()).sum()).isCloseTo(1, within(1e-5));
  }

  /** Songs of a genre weigh 1/2, 1/3, ... here; genre 0 has 5 songs, genre 1 has 4. */
  @Test
  void probabilities_agreeWithEveryPathThroughATinyStation() {
    SequenceRecommender optimal =
        new BayesOptimal(TINY, StationListeners.patient(2), StationSongs.catalogue(TINY));
    double[] possible = {0};
    for (int code = 0; code < 9 * 9 * 9 * 9; code++) {
      int[] songs = {code % 9, code / 9 % 9, code / 81 % 9, code / 729};
      double expected = tinyProbability(songs);
      possible[0] += expected;
      if (expected > 0) {
        assertThat(logProbability(optimal, songs)).isCloseTo(Math.log(expected), within(1e-5));
      }
    }
    assertThat(possible[0]).isCloseTo(1, within(1e-12));
  }

  /** Type 0 dislikes genre 0, type 1 genre 1. */
  private static final double[][] TINY_SKIPS = {{0.8, 0.05}, {0.05, 0.8}};

  private static final BayesOptimal TINY_SKIPPING =
      new BayesOptimal(TINY, new StationListeners(TINY_SKIPS), StationSongs.catalogue(TINY));

  /**
   * Worked by hand. A skip of genre 0 has the probability 0.9 x 0.8 = 0.72 in show 0 for type 0,
   * 0.9 x 0.05 = 0.045 for type 1, 0.3 x 0.8 = 0.24 and 0.3 x 0.05 = 0.015 in show 1. Then genre 0
   * is drawn and played with 0.72 x 0.9 x 0.2 + 0.045 x 0.9 x 0.95 + 0.24 x 0.3 x 0.2 + 0.015 x 0.3
   * x 0.95 = 0.18675, genre 1 with 0.231.
   */
  @Test
  void skip_tellsOfTheShowAndOfTheTypeOfListener() {
    ListeningSession session = TINY_SKIPPING.newSession();
    assertThat(session.scores().get(0))
        .isCloseTo((float) Math.log(0.6 * 0.5 / 1.45), within(1e-5f));

    session.skip("song-4", Duration.ofSeconds(3));
    double genre = 0.18675 / (0.18675 + 0.231);
    assertThat(session.scores().get(0))
        .isCloseTo((float) Math.log(genre * 0.5 / 1.45), within(1e-5f));
    assertThat(session.heard()).isEmpty();
  }

  /** Three songs, each played or skipped, and one more that is played. */
  @Test
  void probabilities_agreeWithEveryPathOfPlaysAndSkips() {
    for (int code = 0; code < 9 * 9 * 9 * 8; code++) {
      int[] songs = {code % 9, code / 9 % 9, code / 81 % 9};
      boolean[] skipped = {code / 729 % 2 == 1, code / 1458 % 2 == 1, code / 2916 == 1};
      double[] expected =
          IntStream.range(0, 9)
              .mapToDouble(next -> tinyProbability(TINY_SKIPS, songs, skipped, next))
              .toArray();
      double all = DoubleStream.of(expected).sum();
      if (all > 0) {
        Scores scores = tinySession(songs, skipped).scores();
        for (int next = 0; next < 9; next++) {
          assertThat(Math.exp(scores.get(next))).isCloseTo(expected[next] / all, within(1e-6));
        }
      }
    }
  }

  /**
   * Worked by hand. A skip of genre 0 is 16 times as probable for type 0 as for type 1, in either
   * show. In the next session a song of genre 0 is drawn with (0.9 + 0.3) / 2 = 0.6 and played with
   * 16/17 x 0.2 + 1/17 x 0.95 = 4.15/17, one of genre 1 is drawn with 0.4 and played with 15.4/17.
   */
  @Test
  void nextSession_knowsTheTypeOfTheListener_butNotTheShow() {
    ListeningSession next =
        TINY_SKIPPING.nextSession(tinySession(new int[] {0}, new boolean[] {true}));
    double[] probabilities = probabilities(next.scores()).toArray();

    assertThat(IntStream.of(0, 2, 4, 6, 8).mapToDouble(song -> probabilities[song]).sum())
        .isCloseTo(0.6 * 4.15 / (0.6 * 4.15 + 0.4 * 15.4), within(1e-6));
  }

  /** Sums over the type of the listener, and over the show of each session. */
  @Test
  void nextSession_agreesWithEveryTypeAndShow() {
    int[] before = {0, 3, 4};
    boolean[] skippedBefore = {true, false, true};
    int[] now = {1, 2};
    boolean[] skippedNow = {false, true};
    double[] expected = new double[9];
    for (double[] skips : TINY_SKIPS) {
      double[][] type = {skips};
      for (int song = 0; song < 9; song++) {
        expected[song] +=
            tinyProbability(type, before, skippedBefore)
                * tinyProbability(type, now, skippedNow, song);
      }
    }
    double all = DoubleStream.of(expected).sum();

    ListeningSession session = TINY_SKIPPING.nextSession(tinySession(before, skippedBefore));
    Scores scores = session.play("song-1").skip("song-2").scores();
    for (int song = 0; song < 9; song++) {
      assertThat(Math.exp(scores.get(song))).isCloseTo(expected[song] / all, within(1e-6));
    }
  }

  private static ListeningSession tinySession(int[] songs, boolean[] skipped) {
    ListeningSession session = TINY_SKIPPING.newSession();
    for (int i = 0; i < songs.length; i++) {
      if (skipped[i]) {
        session.skip("song-" + songs[i], Duration.ZERO);
      } else {
        session.play("song-" + songs[i]);
      }
    }
    return session;
  }

  @Test
  void skip_ofListenersWhoNeverSkip_tellsNothing() {
    ListeningSession session = station.bayesOptimal().newSession().play("song-1");
    float before = session.scores().get(7);

    assertThat(session.skip("song-2", Duration.ZERO).scores().get(7)).isEqualTo(before);
  }

  /** Pearson's chi-square, as below, of what is played after plays and skips. */
  @Test
  void frequenciesWithSkips_agreeWithTheDistribution() {
    SyntheticStation skipping = station.withSkips();
    double[] expected = new double[300];
    double[] variance = new double[300];
    double[] observed = new double[300];
    skipping
        .playlists()
        .forEach(
            playlist -> {
              ListeningSession session = skipping.bayesOptimal().newSession();
              for (int position = 0; position < playlist.size(); position++) {
                skip(playlist, position, session);
                Scores scores = session.scores();
                observed[playlist.song(position)]++;
                for (int song = 0; song < 300; song++) {
                  double probability = Math.exp(scores.get(song));
                  expected[song] += probability;
                  variance[song] += probability * (1 - probability);
                }
                session.play("song-" + playlist.song(position));
              }
            });
    double chiSquare =
        IntStream.range(0, 300)
            .mapToDouble(song -> square(observed[song] - expected[song]) / variance[song])
            .sum();

    assertThat(chiSquare).isCloseTo(300, within(4 * 24.0));
  }

  private static void skip(Playlist playlist, int position, ListeningSession session) {
    playlist.skips().stream()
        .filter(skip -> skip.position() == position)
        .forEach(skip -> session.skip("song-" + skip.song(), Duration.ZERO));
  }

  /** Whoever knows the skips predicts better than who is told only the plays. */
  @Test
  void skips_areWorthLearning() {
    SyntheticStation skipping = station.withSkips();
    BayesOptimal told = (BayesOptimal) skipping.bayesOptimal();
    double[] sums = new double[3];
    skipping
        .playlists()
        .limit(1_000)
        .forEach(
            playlist -> {
              ListeningSession knows = told.newSession();
              ListeningSession deaf = told.newSession();
              for (int position = 0; position < playlist.size(); position++) {
                skip(playlist, position, knows);
                sums[0]++;
                sums[1] += knows.scores().get(playlist.song(position));
                sums[2] += deaf.scores().get(playlist.song(position));
                knows.play("song-" + playlist.song(position));
                deaf.play("song-" + playlist.song(position));
              }
            });
    assertThat((sums[1] - sums[2]) / sums[0]).isBetween(0.07, 0.13);
  }

  @Test
  void artistJustHeard_isImpossible() {
    ListeningSession session = station.bayesOptimal().newSession().play("song-0");

    assertThat(session.score("song-0")).isEqualTo(-50);
    assertThat(station.catalogue().song(144).artist())
        .isEqualTo(station.catalogue().song(0).artist());
    assertThat(session.score("song-144")).isEqualTo(-50);
    assertThat(session.score("song-1")).isGreaterThan(-3);
    assertThat(probabilities(session.play("song-0").scores()).sum()).isCloseTo(1, within(1e-5));
  }

  /**
   * Given the songs before, the log-probability of the next one has the distribution's negative
   * entropy as its mean; over all transitions the two must agree.
   */
  @Test
  @Tag("slow")
  void logLikelihood_agreesWithTheEntropyOfTheDistribution() {
    List<Playlist> playlists = station.playlists().toList();
    double[] sums = new double[3];
    station
        .bayesOptimal()
        .score(
            playlists.stream(),
            (number, heard, scores) -> {
              Playlist playlist = playlists.get((int) number);
              if (heard < playlist.size()) {
                double surprise = scores.get(playlist.song(heard)) - meanLogProbability(scores, 1);
                sums[0]++;
                sums[1] += surprise;
                sums[2] += meanLogProbability(scores, 2) - square(meanLogProbability(scores, 1));
              }
            });

    assertThat(Math.abs(sums[1]) / sums[0]).isLessThan(0.02);
    assertThat(sums[1] / Math.sqrt(sums[2])).isBetween(-4.0, 4.0);
  }

  /** Pearson's chi-square of the observed and expected frequencies of the songs. */
  @Test
  void frequencies_agreeWithTheDistribution() {
    List<Playlist> playlists = station.playlists().toList();
    double[] expected = new double[300];
    double[] variance = new double[300];
    double[] observed = new double[300];
    station
        .bayesOptimal()
        .score(
            playlists.stream(),
            (number, heard, scores) -> {
              Playlist playlist = playlists.get((int) number);
              if (heard < playlist.size()) {
                observed[playlist.song(heard)]++;
                for (int song = 0; song < 300; song++) {
                  double probability = Math.exp(scores.get(song));
                  expected[song] += probability;
                  variance[song] += probability * (1 - probability);
                }
              }
            });
    double chiSquare =
        IntStream.range(0, 300)
            .mapToDouble(song -> square(observed[song] - expected[song]) / variance[song])
            .sum();

    // 300 degrees of freedom: a mean of 300 and a standard deviation of 24.
    assertThat(chiSquare).isCloseTo(300, within(4 * 24.0));
  }

  @Test
  @Tag("slow")
  void everyOtherDistribution_isLessLikely() {
    StationModel model = StationModel.of(300);
    double[][] mixes = model.genresAfter(OptionalInt.empty());
    double best = evaluate(station.bayesOptimal()).value("log_likelihood");

    assertThat(
            List.of(
                new StationModel(300, mixes, 0.88, 10),
                new StationModel(300, mixes, 0.92, 10),
                new StationModel(300, mixes, 0.9, 7),
                new StationModel(300, mixes, 0.9, 14),
                new StationModel(300, tempered(mixes, 0.9), 0.9, 10),
                new StationModel(300, tempered(mixes, 1.1), 0.9, 10),
                new StationModel(300, Arrays.copyOf(mixes, 3), 0.9, 10)))
        .allSatisfy(
            other ->
                assertThat(
                        evaluate(
                                new BayesOptimal(
                                    other, StationListeners.patient(12), station.catalogue()))
                            .value("log_likelihood"))
                    .isLessThan(best));
  }

  @Test
  void defaults_areWorthLearning() {
    Evaluation optimal = evaluate(station.bayesOptimal());
    double popularity = popularityLogLikelihood();
    assertThat(optimal.value("log_likelihood") - popularity).isBetween(1.5, 2.5);
    assertThat(optimal.value("accuracy@10")).isBetween(0.4, 0.6);
  }

  /**
   * The best recommender's true figures follow from the distribution of the playlists: 95%
   * intervals contain them in 95 of 100 evaluations.
   */
  @Test
  @Tag("slow")
  void trueFigures_areInTheIntervalsOfEvaluations() {
    SequenceRecommender optimal = SyntheticStation.of(40, 1, 0).bayesOptimal();
    TrueFigures figures = TrueFigures.of(optimal, SyntheticStation.of(40, 4_000, 1_000_000));
    Evaluator evaluator = Evaluator.of(accuracyAt(5), logLikelihood());
    int holdsAccuracy = 0;
    int holdsLogLikelihood = 0;
    int holdsTooNarrow = 0;
    for (int seed = 0; seed < 300; seed++) {
      Evaluation evaluation = evaluator.evaluate(optimal, SyntheticStation.of(40, 60, seed));
      Evaluation.Result accuracy = evaluation.result("accuracy@5");
      holdsAccuracy += holds(accuracy.interval(0.95), figures.accuracy());
      holdsTooNarrow += holds(accuracy.interval(0.5), figures.accuracy());
      holdsLogLikelihood +=
          holds(evaluation.result("log_likelihood").interval(0.95), figures.logLikelihood());
    }
    // Of 300, 95% are 285, with a standard deviation of 3.8; 50% are 150, with one of 8.7.
    assertThat(holdsAccuracy).as("accuracy").isBetween(273, 297);
    assertThat(holdsLogLikelihood).as("log-likelihood").isBetween(273, 297);
    assertThat(holdsTooNarrow).as("accuracy, 50%").isBetween(124, 176);
  }

  @Test
  void song_unknown() {
    ListeningSession session = station.bayesOptimal().newSession();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.play("song-300"))
        .withMessageContaining("song-300");
  }

  @Test
  void save_isRefused() {
    assertThatThrownBy(() -> station.bayesOptimal().save(Path.of("optimal.segue")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("nothing learnt");
  }

  private Evaluation evaluate(SequenceRecommender recommender) {
    return Evaluator.of(logLikelihood(), accuracyAt(10)).evaluate(recommender, station);
  }

  /** The log-likelihood of the songs' own frequencies, which no popularity model can exceed. */
  private double popularityLogLikelihood() {
    int[] counts = new int[300];
    station
        .playlists()
        .flatMapToInt(playlist -> playlist.songs().skip(1))
        .forEach(s -> counts[s]++);
    double total = IntStream.of(counts).sum();
    return IntStream.of(counts)
        .filter(count -> count > 0)
        .mapToDouble(count -> count / total * Math.log(count / total))
        .sum();
  }

  /** Sums the probability of a playlist over the shows, trying every song that could come next. */
  private static double tinyProbability(int... songs) {
    double sum = 0;
    for (double[] mix : TINY_MIXES) {
      double product = 1.0 / TINY_MIXES.length * mix[songs[0] % 2] * tinyWithinGenre(songs[0]);
      for (int position = 1; position < songs.length; position++) {
        int previous = songs[position - 1];
        product *=
            tinyWeight(mix, previous, songs[position])
                / IntStream.range(0, 9).mapToDouble(next -> tinyWeight(mix, previous, next)).sum();
      }
      sum += product;
    }
    return sum;
  }

  /** The same for listeners of some types, who skip some of the songs and play another last. */
  private static double tinyProbability(
      double[][] types, int[] songs, boolean[] skipped, int last) {
    int[] all = IntStream.concat(IntStream.of(songs), IntStream.of(last)).toArray();
    return tinyProbability(types, all, Arrays.copyOf(skipped, all.length));
  }

  private static double tinyProbability(double[][] types, int[] songs, boolean[] skipped) {
    double sum = 0;
    for (double[] mix : TINY_MIXES) {
      for (double[] skips : types) {
        double product = 1;
        int previous = -1;
        for (int i = 0; i < songs.length; i++) {
          double skip = skips[songs[i] % 2];
          product *= tinyDraw(mix, previous, songs[i]) * (skipped[i] ? skip : 1 - skip);
          previous = skipped[i] ? previous : songs[i];
        }
        sum += product;
      }
    }
    return sum;
  }

  private static double tinyDraw(double[] mix, int previous, int next) {
    return previous < 0
        ? mix[next % 2] * tinyWithinGenre(next)
        : tinyWeight(mix, previous, next)
            / IntStream.range(0, 9).mapToDouble(each -> tinyWeight(mix, previous, each)).sum();
  }

  private static double tinyWeight(double[] mix, int previous, int next) {
    if (tinyArtist(previous) == tinyArtist(next)) {
      return 0;
    }
    double following = previous % 2 != next % 2 ? TINY_SEGUE : 0;
    return (following + (1 - TINY_SEGUE) * mix[next % 2]) * tinyWithinGenre(next);
  }

  private static double tinyWithinGenre(int song) {
    double all = song % 2 == 0 ? 1 / 2.0 + 1 / 3.0 + 1 / 4.0 + 1 / 5.0 + 1 / 6.0 : 77 / 60.0;
    return 1.0 / (2 + song / 2) / all;
  }

  /** Two artists per genre: songs 0, 4, 8 and 2, 6 of genre 0, songs 1, 5 and 3, 7 of genre 1. */
  private static int tinyArtist(int song) {
    return song % 4;
  }

  private static double logProbability(SequenceRecommender recommender, int... songs) {
    ListeningSession session = recommender.newSession();
    double sum = 0;
    for (int song : songs) {
      sum += session.scores().get(song);
      session.play("song-" + song);
    }
    return sum;
  }

  /** The mean of a power of the log-probability of the next song. */
  private static double meanLogProbability(Scores scores, int power) {
    return IntStream.range(0, scores.size())
        .mapToDouble(song -> Math.exp(scores.get(song)) * Math.pow(scores.get(song), power))
        .sum();
  }

  private static DoubleStream probabilities(Scores scores) {
    return IntStream.range(0, scores.size()).mapToDouble(song -> Math.exp(scores.get(song)));
  }

  /**
   * True accuracy@5 and log-likelihood: means over all possible next songs, not over those that
   * came.
   */
  private record TrueFigures(double accuracy, double logLikelihood) {

    static TrueFigures of(SequenceRecommender optimal, PlaylistDataset many) {
      int[] lengths = many.playlists().mapToInt(Playlist::size).toArray();
      List<double[]> sums = Collections.synchronizedList(new ArrayList<>());
      optimal.score(
          many.playlists(),
          (playlist, heard, scores) -> {
            if (heard < lengths[(int) playlist]) {
              sums.add(new double[] {hit(scores), negativeEntropy(scores)});
            }
          });
      return new TrueFigures(
          sums.stream().mapToDouble(each -> each[0]).average().orElseThrow(),
          sums.stream().mapToDouble(each -> each[1]).average().orElseThrow());
    }

    private static double hit(Scores scores) {
      return scores.best(5).mapToDouble(song -> Math.exp(scores.logProbability(song))).sum();
    }

    private static double negativeEntropy(Scores scores) {
      return IntStream.range(0, scores.size())
          .mapToDouble(scores::logProbability)
          .map(log -> log * Math.exp(log))
          .sum();
    }
  }

  private static int holds(Interval interval, double value) {
    return interval.low() <= value && value <= interval.high() ? 1 : 0;
  }

  private static double[][] tempered(double[][] mixes, double power) {
    return Stream.of(mixes)
        .map(
            mix -> {
              double sum = DoubleStream.of(mix).map(genre -> Math.pow(genre, power)).sum();
              return DoubleStream.of(mix).map(genre -> Math.pow(genre, power) / sum).toArray();
            })
        .toArray(double[][]::new);
  }

  private static double square(double value) {
    return value * value;
  }
}
