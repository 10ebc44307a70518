package dev.segue.lstm;

import dev.segue.RecommenderLoader;
import dev.segue.SequenceRecommender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the recommenders of this module for {@link SequenceRecommender#load}. */
public final class LstmLoader implements RecommenderLoader {

  /** Makes a loader; the service loader does. */
  public LstmLoader() {}

  @Override
  public Optional<SequenceRecommender> load(String kind, Path file) throws IOException {
    return kind.equals(LstmFile.KIND) ? Optional.of(LstmRecommender.load(file)) : Optional.empty();
  }
}
