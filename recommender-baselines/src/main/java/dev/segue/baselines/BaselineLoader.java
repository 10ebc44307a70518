package dev.segue.baselines;

import dev.segue.SequenceRecommender;
import dev.segue.model.ModelFile;
import dev.segue.model.RecommenderLoader;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the recommenders of this module for {@link ModelFile#recommender}. May be used by any
 * number of threads.
 */
public final class BaselineLoader implements RecommenderLoader {

  /** Makes a loader; {@link java.util.ServiceLoader} calls this. */
  public BaselineLoader() {}

  @Override
  public Optional<SequenceRecommender> load(ModelFile model) throws IOException {
    Objects.requireNonNull(model, "model");
    return Optional.ofNullable(
        switch (model.kind()) {
          case Blend.KIND -> Blend.load(model);
          case Item2Vec.KIND -> Item2Vec.load(model);
          case ItemKnn.KIND -> ItemKnn.load(model);
          case LagMixture.KIND -> LagMixture.load(model);
          case LatentMarkovEmbedding.KIND -> LatentMarkovEmbedding.load(model);
          case MarkovChain.KIND -> MarkovChain.load(model);
          case Popularity.KIND -> Popularity.load(model);
          case RecentPlays.KIND -> RecentPlays.load(model);
          case UniformRandom.KIND -> UniformRandom.load(model);
          case SessionKnn.KIND -> SessionKnn.load(model);
          default -> null;
        });
  }
}
