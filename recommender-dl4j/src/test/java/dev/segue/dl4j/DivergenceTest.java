package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.segue.DatasetSplit;
import dev.segue.SequenceRecommender;
import dev.segue.TrainingDivergedException;
import dev.segue.TrainingListener.Decision;
import dev.segue.datasets.SyntheticStation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

@Tag("slow")
class DivergenceTest {

  private static final DatasetSplit SPLIT = SyntheticStation.of(60, 100, 1).split(0.8, 0.1, 0.1, 1);

  private static LstmTrainer.Builder small() {
    return LstmTrainer.builder().embeddingSize(8).hiddenSize(10).threads(2);
  }

  private static TrainingDivergedException diverged(Callable<?> training) {
    TrainingDivergedException thrown =
        catchThrowableOfType(TrainingDivergedException.class, training::call);
    assertThat(thrown).isNotNull();
    return thrown;
  }

  @Test
  void hugeLearningRate_endsTheTrainingInItsFirstSteps() {
    TrainingDivergedException thrown =
        diverged(() -> small().optimiser(new Adam(1e38)).build().train(SPLIT.training()));
    assertThat(thrown)
        .hasMessageMatching(
            "training diverged in epoch 1, step \\d+: the loss is (NaN|Infinity) nats a transition,"
                + " and the norm of the gradient (NaN|Infinity|[\\d.E]+); the largest gradient"
                + " before had a norm of [\\d.e+-]+ \\(gradientClip 5.0\\); try a smaller"
                + " learningRate than 1.0E38, or a smaller gradientClip");
    assertThat(thrown.lastGoodEpoch()).isEmpty();
  }

  @Test
  void gradientDescentWithoutLimits_isFoundOutToo() {
    assertThat(
            diverged(
                () ->
                    small()
                        .optimiser(new Sgd(1e30))
                        .gradientClip(Double.POSITIVE_INFINITY)
                        .build()
                        .train(SPLIT.training(), SPLIT.validation())))
        .hasMessageContaining("training diverged in epoch 1");
  }

  /** The learning rate explodes after half of the training. */
  private static LstmTrainer.Builder exploding() {
    return small().epochs(2).schedule((progress, likelihoods) -> progress <= 0.5 ? 1 : 1e38);
  }

  @Test
  void epochBefore_isOffered_withoutValidationData() {
    SequenceRecommender oneEpoch =
        exploding().listener(report -> Decision.STOP).build().train(SPLIT.training());
    SequenceRecommender offered =
        diverged(() -> exploding().build().train(SPLIT.training())).lastGoodEpoch().orElseThrow();
    assertThat(offered.recommend(List.of(), 60)).isEqualTo(oneEpoch.recommend(List.of(), 60));
  }

  @Test
  void epochBefore_isOffered_evenIfItWasTrainedBeforeACheckpoint(@TempDir Path folder) {
    Path file = folder.resolve("a.checkpoint");
    SequenceRecommender oneEpoch =
        exploding()
            .checkpoint(file, Duration.ofHours(1))
            .listener(report -> Decision.STOP)
            .build()
            .train(SPLIT.training());
    LstmTrainer resumed = exploding().checkpoint(file, Duration.ofHours(1)).resume(true).build();
    SequenceRecommender offered =
        diverged(() -> resumed.train(SPLIT.training())).lastGoodEpoch().orElseThrow();
    assertThat(offered.recommend(List.of(), 60)).isEqualTo(oneEpoch.recommend(List.of(), 60));
  }

  @Test
  void epochBefore_isOffered_withValidationData() {
    SequenceRecommender oneEpoch =
        exploding()
            .listener(report -> Decision.STOP)
            .build()
            .train(SPLIT.training(), SPLIT.validation());
    SequenceRecommender offered =
        diverged(() -> exploding().build().train(SPLIT.training(), SPLIT.validation()))
            .lastGoodEpoch()
            .orElseThrow();
    assertThat(offered.recommend(List.of(), 60)).isEqualTo(oneEpoch.recommend(List.of(), 60));
  }

  @Test
  void ensemble_offersTheNetworksThatAreFinished() {
    int[] calls = {0};
    LstmTrainer trainer =
        small()
            .epochs(1)
            .ensemble(2)
            .schedule((progress, likelihoods) -> progress < 0.1 && ++calls[0] > 2 ? 1e38 : 1)
            .build();
    assertThat(diverged(() -> trainer.train(SPLIT.training())).lastGoodEpoch())
        .hasValueSatisfying(each -> assertThat(each).hasToString("LSTM over 60 songs"));
  }

  @Test
  void songVectorThatIsNotFinite_isRefusedWithItsSong() {
    String wrong = SPLIT.training().catalogue().song(7).id();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                small()
                    .songVectors(song -> new float[] {0, song.id().equals(wrong) ? Float.NaN : 1})
                    .build()
                    .train(SPLIT.training()))
        .withMessage("the vector of song '%s' must be finite, but value 1 is NaN", wrong);
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without the checker does
  void songVectorThatIsNull_isRefusedWithItsSong() {
    assertThatNullPointerException()
        .isThrownBy(() -> small().songVectors(song -> null).build().train(SPLIT.training()))
        .withMessageStartingWith("songVectors must not return null, but does for '");
  }
}
