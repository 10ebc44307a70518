package dev.segue.baselines;

import dev.segue.SequenceRecommender;
import dev.segue.model.RecommenderLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads the recommenders of this module for {@link SequenceRecommender#load}. */
public final class BaselineLoader implements RecommenderLoader {

  private static final Map<String, Reader> READERS =
      Map.of(
          Blend.KIND, Blend::load,
          Item2Vec.KIND, Item2Vec::load,
          ItemNeighbours.KIND, ItemNeighbours::load,
          LagMixture.KIND, LagMixture::load,
          LatentMarkovEmbedding.KIND, LatentMarkovEmbedding::load,
          MarkovChain.KIND, MarkovChain::load,
          Popularity.KIND, Popularity::load,
          RandomChoice.KIND, RandomChoice::load,
          SessionNeighbours.KIND, SessionNeighbours::load);

  /** Makes a loader; the service loader does. */
  public BaselineLoader() {}

  @Override
  public Optional<SequenceRecommender> load(String kind, Path file) throws IOException {
    Reader reader = READERS.get(kind);
    return reader == null ? Optional.empty() : Optional.of(reader.read(file));
  }

  @FunctionalInterface
  private interface Reader {
    SequenceRecommender read(Path file) throws IOException;
  }
}
