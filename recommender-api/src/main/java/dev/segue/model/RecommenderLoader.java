package dev.segue.model;

import dev.segue.SequenceRecommender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads model files of some kinds: what a module offers as a {@link java.util.ServiceLoader
 * service} so that {@link SequenceRecommender#load} reads its recommenders. Nobody else needs it.
 */
public interface RecommenderLoader {

  /**
   * Reads a model file, if it is of a kind that this loader knows.
   *
   * @param kind what the file says it is
   * @param file the model file
   * @return the recommender; empty if others may know the kind
   * @throws IOException if the file cannot be read
   */
  Optional<SequenceRecommender> load(String kind, Path file) throws IOException;
}
