package dev.segue.dl4j;

import dev.segue.SequenceRecommender;
import dev.segue.model.RecommenderLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the recommenders of this module for {@link SequenceRecommender#load}. */
public final class LstmLoader implements RecommenderLoader {

  /** Makes a loader; the service loader does. */
  public LstmLoader() {}

  @Override
  public Optional<SequenceRecommender> load(String kind, Path file) throws IOException {
    return kind.equals("lstm") ? Optional.of(LstmRecommender.load(file)) : Optional.empty();
  }
}
