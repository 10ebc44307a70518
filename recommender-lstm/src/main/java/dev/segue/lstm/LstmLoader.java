package dev.segue.lstm;

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
public final class LstmLoader implements RecommenderLoader {

  /** Makes a loader; {@link java.util.ServiceLoader} calls this. */
  public LstmLoader() {}

  @Override
  public Optional<SequenceRecommender> load(ModelFile model) throws IOException {
    Objects.requireNonNull(model, "model");
    return model.kind().equals(LstmFile.KIND)
        ? Optional.of(LstmFile.read(model))
        : Optional.empty();
  }
}
