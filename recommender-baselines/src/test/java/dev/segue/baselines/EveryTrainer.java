package dev.segue.baselines;

import static dev.segue.evaluation.Metric.logLikelihood;

import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Trainer;
import dev.segue.baselines.SessionKnn.Weighting;
import dev.segue.evaluation.ParameterSearch;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Every trainer of the module, and whatever else learns from playlists, for what holds for all.
 *
 * @param name what learns
 * @param readsAgain whether it reads playlists more than once
 * @param trainer trains on playlists
 */
record EveryTrainer(String name, boolean readsAgain, Trainer<?> trainer) {

  /** The trainers of the module, with few epochs. */
  static Stream<EveryTrainer> trainers() {
    return Stream.of(
        new EveryTrainer("UniformRandom", false, UniformRandom.trainer()),
        new EveryTrainer("Popularity", true, Popularity.trainer()),
        new EveryTrainer("Popularity, half-life", true, Popularity.trainer(Duration.ofDays(1))),
        new EveryTrainer("MarkovChain", true, MarkovChain.trainer()),
        new EveryTrainer("LagMixture", true, LagMixture.trainer()),
        new EveryTrainer("ItemKnn", true, ItemKnn.trainer()),
        new EveryTrainer("SessionKnn", true, SessionKnn.builder(Weighting.V_SKNN).build()),
        new EveryTrainer(
            "SessionKnn, half-life",
            true,
            SessionKnn.builder(Weighting.STAN).halfLife(Duration.ofDays(1)).build()),
        new EveryTrainer("RecentPlays", true, RecentPlays.builder().build()),
        new EveryTrainer(
            "RecentPlays, personal popularity", true, RecentPlays.personalPopularity()),
        new EveryTrainer("Item2Vec", true, Item2Vec.builder().epochs(2).build()),
        new EveryTrainer(
            "LatentMarkovEmbedding", true, LatentMarkovEmbedding.builder().epochs(2).build()));
  }

  /**
   * The trainers, the fits of blends and a search.
   *
   * @param parts playlists that the parts of the blends are trained on, and the search validates on
   */
  static Stream<EveryTrainer> all(PlaylistDataset parts) {
    SequenceRecommender popularity = Popularity.trainer().train(parts);
    SequenceRecommender chain = MarkovChain.trainer().train(parts);
    return Stream.concat(
        trainers(),
        Stream.of(
            fit("linear fit", false, Blend.linear(popularity, chain), Blend::fit),
            fit("log-linear fit", true, Blend.logLinear(popularity, chain), Blend::fit),
            fit("ranking fit", false, Blend.linear(popularity, chain), Blend::fitRanking),
            new EveryTrainer("search", true, new Search(parts))));
  }

  private static EveryTrainer fit(
      String name, boolean readsAgain, Blend blend, BiFunction<Blend, PlaylistDataset, Blend> fit) {
    return new EveryTrainer(
        name,
        readsAgain,
        new Trainer<Blend>() {
          @Override
          public Blend train(PlaylistDataset training) {
            return fit.apply(blend, training);
          }

          @Override
          public Blend train(PlaylistDataset training, PlaylistDataset validation) {
            return fit.apply(blend, validation);
          }
        });
  }

  /** A search of two trials. */
  private record Search(PlaylistDataset validation) implements Trainer<MarkovChain> {

    @Override
    public MarkovChain train(PlaylistDataset training) {
      return train(training, validation);
    }

    @Override
    public MarkovChain train(PlaylistDataset training, PlaylistDataset others) {
      try {
        return ParameterSearch.of(logLikelihood(), trial -> MarkovChain.trainer())
            .trials(2)
            .run(training, others)
            .recommender();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
