package dev.segue.samples;

import dev.segue.FileFormatException;
import dev.segue.SequenceRecommender;
import dev.segue.dl4j.LstmRecommender;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;

/** Loads whatever recommender a model file holds. */
final class Models {

  private Models() {}

  static SequenceRecommender load(Path file) throws IOException {
    String kind = ModelFile.read(file).kind();
    return switch (kind) {
      case "lstm" -> LstmRecommender.load(file);
      default ->
          throw new FileFormatException(file, "kind of model must be lstm, was '" + kind + "'");
    };
  }
}
