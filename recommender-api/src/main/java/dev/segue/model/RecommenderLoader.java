package dev.segue.model;

import dev.segue.SequenceRecommender;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads model files of some kinds: what a module offers as a {@link java.util.ServiceLoader
 * service} so that {@link ModelFile#recommender} gives its recommenders. Nobody else needs it.
 */
public interface RecommenderLoader {

  /**
   * Makes a recommender of a model, if it is of a {@linkplain ModelFile#kind kind} that this loader
   * knows.
   *
   * @param model what was read
   * @return the recommender; empty if others may know the kind
   * @throws dev.segue.FileFormatException if the model does not hold what its kind must
   * @throws IOException if it cannot be read
   */
  Optional<SequenceRecommender> load(ModelFile model) throws IOException;
}
