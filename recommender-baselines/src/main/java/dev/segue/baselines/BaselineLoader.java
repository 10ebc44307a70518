package dev.segue.baselines;

import dev.segue.SequenceRecommender;
import dev.segue.model.ModelFile;
import dev.segue.model.RecommenderLoader;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the recommenders of this module for {@link ModelFile#recommender}. May be used by any
 * number of threads.
 */
public final class BaselineLoader implements RecommenderLoader {

  private static final Map<String, Reader> READERS =
      Map.of(
          Blend.KIND, Blend::load,
          Item2Vec.KIND, Item2Vec::load,
          ItemKnn.KIND, ItemKnn::load,
          LagMixture.KIND, LagMixture::load,
          LatentMarkovEmbedding.KIND, LatentMarkovEmbedding::load,
          MarkovChain.KIND, MarkovChain::load,
          Popularity.KIND, Popularity::load,
          RecentPlays.KIND, RecentPlays::load,
          UniformRandom.KIND, UniformRandom::load,
          SessionKnn.KIND, SessionKnn::load);

  /** Makes a loader; {@link java.util.ServiceLoader} calls this. */
  public BaselineLoader() {}

  @Override
  public Optional<SequenceRecommender> load(ModelFile model) throws IOException {
    Objects.requireNonNull(model, "model");
    Reader reader = READERS.get(model.kind());
    return reader == null ? Optional.empty() : Optional.of(reader.read(model));
  }

  @FunctionalInterface
  private interface Reader {
    SequenceRecommender read(ModelFile model) throws IOException;
  }
}
