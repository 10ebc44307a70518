package dev.segue.model;

import dev.segue.SequenceRecommender;
import java.io.IOException;
import java.util.Optional;

/**
 * Makes recommenders from model files of some kinds. Any number of threads may use a loader. A
 * module provides it as a {@link java.util.ServiceLoader service}, so that {@link
 * ModelFile#recommender} can read its recommenders. Callers do not need it.
 */
public interface RecommenderLoader {

  /**
   * Makes a recommender from a model of a {@linkplain ModelFile#kind kind} that this loader knows.
   *
   * @param model the model file
   * @return the recommender; empty if this loader does not know the kind
   * @throws dev.segue.FileFormatException if the model lacks what its kind requires
   * @throws IOException if it cannot be read
   */
  Optional<SequenceRecommender> load(ModelFile model) throws IOException;
}
