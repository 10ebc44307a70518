package dev.segue.baselines;

import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.SequenceRecommenderContract;
import dev.segue.datasets.SyntheticStation;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** Every baseline keeps the contract of all recommenders. */
class BaselinesTest {

  private static final PlaylistDataset STATION = SyntheticStation.of(40, 120, 1);

  @Nested
  class OfRandomChoice extends SequenceRecommenderContract {
    @Override
    protected SequenceRecommender recommender() {
      return RandomChoice.trainer().train(STATION);
    }

    @Override
    protected SequenceRecommender load(Path file) throws IOException {
      return ModelFile.read(file).recommender();
    }
  }

  @Nested
  class OfPopularity extends SequenceRecommenderContract {
    @Override
    protected SequenceRecommender recommender() {
      return Popularity.trainer().train(STATION);
    }

    @Override
    protected SequenceRecommender load(Path file) throws IOException {
      return ModelFile.read(file).recommender();
    }
  }

  @Nested
  class OfMarkovChain extends SequenceRecommenderContract {
    @Override
    protected SequenceRecommender recommender() {
      return MarkovChain.trainer().train(STATION);
    }

    @Override
    protected SequenceRecommender load(Path file) throws IOException {
      return ModelFile.read(file).recommender();
    }
  }

  @Nested
  class OfLagMixture extends SequenceRecommenderContract {
    @Override
    protected SequenceRecommender recommender() {
      return LagMixture.trainer().train(STATION);
    }

    @Override
    protected SequenceRecommender load(Path file) throws IOException {
      return ModelFile.read(file).recommender();
    }
  }

  @Nested
  class OfSessionNeighbours extends SequenceRecommenderContract {
    @Override
    protected SequenceRecommender recommender() {
      return SessionNeighbours.trainer(SessionNeighbours.Weighting.STAN, 20, 2).train(STATION);
    }

    @Override
    protected SequenceRecommender load(Path file) throws IOException {
      return ModelFile.read(file).recommender();
    }
  }

  @Nested
  class OfItemNeighbours extends SequenceRecommenderContract {
    @Override
    protected SequenceRecommender recommender() {
      return ItemNeighbours.trainer().train(STATION);
    }

    @Override
    protected SequenceRecommender load(Path file) throws IOException {
      return ModelFile.read(file).recommender();
    }
  }

  @Nested
  class OfLatentMarkovEmbedding extends SequenceRecommenderContract {
    @Override
    protected SequenceRecommender recommender() {
      return LatentMarkovEmbedding.builder().dimensions(5).epochs(3).build().train(STATION);
    }

    @Override
    protected SequenceRecommender load(Path file) throws IOException {
      return ModelFile.read(file).recommender();
    }
  }

  @Nested
  class OfDualPointEmbedding extends SequenceRecommenderContract {
    @Override
    protected SequenceRecommender recommender() {
      return LatentMarkovEmbedding.builder()
          .dualPoint(true)
          .dimensions(5)
          .epochs(3)
          .build()
          .train(STATION);
    }

    @Override
    protected SequenceRecommender load(Path file) throws IOException {
      return ModelFile.read(file).recommender();
    }
  }

  @Nested
  class OfItem2Vec extends SequenceRecommenderContract {
    @Override
    protected SequenceRecommender recommender() {
      return Item2Vec.builder().dimensions(6).epochs(3).build().train(STATION);
    }

    @Override
    protected SequenceRecommender load(Path file) throws IOException {
      return ModelFile.read(file).recommender();
    }
  }

  @Nested
  class OfLinearBlend extends SequenceRecommenderContract {
    @Override
    protected SequenceRecommender recommender() {
      return Blend.linear(
              LagMixture.trainer().train(STATION), ItemNeighbours.trainer().train(STATION))
          .fit(STATION);
    }

    @Override
    protected SequenceRecommender load(Path file) throws IOException {
      return ModelFile.read(file).recommender();
    }
  }

  @Nested
  class OfLogLinearBlend extends SequenceRecommenderContract {
    @Override
    protected SequenceRecommender recommender() {
      return Blend.logLinear(
              LagMixture.trainer().train(STATION), ItemNeighbours.trainer().train(STATION))
          .fit(STATION);
    }

    @Override
    protected SequenceRecommender load(Path file) throws IOException {
      return ModelFile.read(file).recommender();
    }
  }
}
