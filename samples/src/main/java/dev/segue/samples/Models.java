package dev.segue.samples;

import dev.segue.FileFormatException;
import dev.segue.SequenceRecommender;
import dev.segue.baselines.ItemNeighbours;
import dev.segue.baselines.LagMixture;
import dev.segue.baselines.MarkovChain;
import dev.segue.baselines.Popularity;
import dev.segue.baselines.RandomChoice;
import dev.segue.baselines.SessionNeighbours;
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
      case "item_neighbours" -> ItemNeighbours.load(file);
      case "lag_mixture" -> LagMixture.load(file);
      case "markov_chain" -> MarkovChain.load(file);
      case "popularity" -> Popularity.load(file);
      case "random_choice" -> RandomChoice.load(file);
      case "session_neighbours" -> SessionNeighbours.load(file);
      default ->
          throw new FileFormatException(
              file, "model must be of a kind of this library's, was '" + kind + "'");
    };
  }
}
