package dev.segue.evaluation;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A metric that is the mean of a value per transition.
 *
 * @param shown turns the mean into the value shown; monotone and smooth
 * @param slope the derivative of {@code shown}
 */
record MeanMetric(
    String name,
    int listLength,
    Function<ScoredTransition, OptionalDouble> perTransition,
    DoubleUnaryOperator shown,
    DoubleUnaryOperator slope)
    implements Metric {

  /** Makes a metric of the rank: the gain, and 0 beyond {@code k}. */
  static Metric ranking(String name, int k, DoubleUnaryOperator gain) {
    return Metric.of(
        at(name, k),
        0,
        transition ->
            OptionalDouble.of(hit(k, transition) ? gain.applyAsDouble(transition.rank()) : 0));
  }

  /** Whether the target is among the first {@code k}; an unknown one never is. */
  static boolean hit(int k, ScoredTransition transition) {
    return transition.known() && transition.rank() <= k;
  }

  /** Makes a metric of the first {@code k} songs recommended: the mean of a value per song. */
  static Metric list(String name, int k, ToDoubleFunction<Song> value) {
    return Metric.of(
        at(name, k), k, transition -> OptionalDouble.of(mean(first(k, transition), value)));
  }

  static String at(String name, int k) {
    if (k < 1) {
      throw new IllegalArgumentException(name + "@k: k must be >= 1, was " + k);
    }
    return name + "@" + k;
  }

  static Stream<Song> first(int k, ScoredTransition transition) {
    return transition.recommended().stream().limit(k);
  }

  static double mean(Stream<Song> songs, ToDoubleFunction<Song> value) {
    return songs.mapToDouble(value).average().orElse(Double.NaN);
  }

  /** The artist, or a value that no other song has if there is none. */
  static Object artist(ScoredTransition transition, Song song) {
    String artist = transition.catalogue().leadArtist(song);
    return artist.isEmpty() ? List.of(song.id()) : artist;
  }

  /** The rank that another recommender gives the song; last if it does not know the song. */
  static double rank(SequenceRecommender recommender, ScoredTransition transition) {
    Catalogue catalogue = recommender.catalogue();
    OptionalInt target = catalogue.index(transition.song().id());
    if (target.isEmpty()) {
      return catalogue.size();
    }
    ListeningSession session = recommender.newSession();
    for (int i = 0; i < transition.heard().size(); i++) {
      Song song = transition.heard().get(i);
      if (catalogue.index(song.id()).isPresent()) {
        boolean timed = i < transition.heardAt().size();
        (timed ? session.at(transition.heardAt().get(i)) : session).play(song);
      }
    }
    return transition.time().map(session::at).orElse(session).scores().rank(target.getAsInt());
  }

  @Override
  public Metric where(String condition, Predicate<ScoredTransition> holds) {
    Objects.requireNonNull(condition, "condition");
    Objects.requireNonNull(holds, "holds");
    return new MeanMetric(
        "%s[%s]".formatted(name, condition),
        listLength,
        transition ->
            holds.test(transition) ? perTransition.apply(transition) : OptionalDouble.empty(),
        shown,
        slope);
  }

  /** Whether this metric skips a transition only because it has no log-probability. */
  boolean needsProbabilities() {
    return valueWith(OptionalDouble.empty()).isEmpty()
        && valueWith(OptionalDouble.of(-1)).isPresent();
  }

  private OptionalDouble valueWith(OptionalDouble logProbability) {
    Song song = Song.of("a");
    List<Song> songs = List.of(song);
    return perTransition.apply(
        new ScoredTransition(
            0,
            1,
            0,
            song,
            Optional.empty(),
            true,
            1,
            logProbability,
            OptionalDouble.empty(),
            songs,
            List.of(),
            songs,
            Catalogue.of(songs)));
  }

  /** The standard error of the value shown, by the slope of {@link #shown} (delta method). */
  double shownError(double mean, double standardError) {
    return Math.abs(slope.applyAsDouble(mean)) * standardError;
  }
}
