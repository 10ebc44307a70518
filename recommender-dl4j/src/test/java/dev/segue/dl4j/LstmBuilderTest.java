package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.segue.PlaylistDataset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

class LstmBuilderTest {

  private final LstmBuilder builder = LstmTrainer.builder();

  @Test
  void layers_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.layers(0))
        .withMessage("layers must be > 0, was 0");
  }

  @Test
  void embeddingSize_negative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.embeddingSize(-1))
        .withMessage("embeddingSize must be > 0, was -1");
  }

  @Test
  void hiddenSize_negative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.hiddenSize(-3))
        .withMessage("hiddenSize must be > 0, was -3");
  }

  @Test
  void unroll_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.unroll(0))
        .withMessage("unroll must be > 0, was 0");
  }

  @Test
  void gradientClip_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.gradientClip(0))
        .withMessage("gradientClip must be > 0, was 0.0");
  }

  @Test
  void gradientClip_notANumber() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.gradientClip(Double.NaN))
        .withMessage("gradientClip must be > 0, was NaN");
  }

  @Test
  void optimiser_null() {
    assertThatNullPointerException()
        .isThrownBy(() -> builder.optimiser(null))
        .withMessage("optimiser");
  }

  @Test
  void learningRate_outOfRange() {
    for (double rate : new double[] {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LstmTrainer.builder().learningRate(rate))
          .withMessage("learningRate must be > 0 and finite, was " + rate);
    }
  }

  @Test
  void learningRate_besideOptimiser() {
    builder.optimiser(new Sgd(0.1));
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.learningRate(0.1))
        .withMessage("optimiser and learningRate must not both be set: an optimiser has its own");
    assertThatIllegalStateException()
        .isThrownBy(() -> LstmTrainer.builder().learningRate(0.1).optimiser(new Sgd(0.1)))
        .withMessage("optimiser and learningRate must not both be set: an optimiser has its own");
  }

  @Test
  void optimiser_twice() {
    builder.optimiser(new Sgd(0.1));
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.optimiser(new Sgd(0.2)))
        .withMessage("optimiser must be set at most once");
  }

  @Test
  void sampledSoftmax_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.sampledSoftmax(0))
        .withMessage("sampledSoftmax must be > 0, was 0");
  }

  @Test
  void sampledSoftmax_withoutAdam() {
    builder.sampledSoftmax(100).optimiser(new Sgd(0.1));
    assertThatIllegalStateException()
        .isThrownBy(builder::build)
        .withMessage("the optimiser must be Adam with sampledSoftmax, was Sgd");
  }

  @Test
  void weightDecay_negative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.weightDecay(-0.1))
        .withMessage("weightDecay must be >= 0 and finite, was -0.1");
  }

  @Test
  void shares_ofOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.songDropout(1))
        .withMessage("songDropout must be from 0 to less than 1, was 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.labelSmoothing(1))
        .withMessage("labelSmoothing must be from 0 to less than 1, was 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.weightAveraging(-1))
        .withMessage("weightAveraging must be from 0 to less than 1, was -1.0");
  }

  @Test
  void artistRecency_negative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.artistRecency(-1))
        .withMessage("artistRecency must be >= 0, was -1");
  }

  @Test
  void patience_withoutValidation() {
    PlaylistDataset training = PlaylistDataset.of(List.of(List.of("a", "b")));
    builder.patience(3);

    assertThatIllegalStateException()
        .isThrownBy(() -> builder.build().train(training))
        .withMessage("early stopping (patience) needs validation data, but none was given");
  }

  @Test
  void ensemble_none() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.ensemble(0))
        .withMessage("ensemble must be > 0, was 0");
  }

  @Test
  void labelSmoothing_withSampledSoftmax() {
    builder.sampledSoftmax(10).labelSmoothing(0.1);

    assertThatIllegalStateException()
        .isThrownBy(builder::build)
        .withMessage("labelSmoothing must be 0 with sampledSoftmax, was 0.1");
  }

  @Test
  void batchSize_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.batchSize(0))
        .withMessage("batchSize must be > 0, was 0");
  }

  @Test
  void epochs_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.epochs(0))
        .withMessage("epochs must be > 0, was 0");
  }

  @Test
  void epochs_twice() {
    builder.epochs(3);
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.epochs(3))
        .withMessage("epochs must be set at most once");
  }

  @Test
  void seed_twice() {
    builder.seed(1);
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.seed(1))
        .withMessage("seed must be set at most once");
  }

  @Test
  void listener_null() {
    assertThatNullPointerException()
        .isThrownBy(() -> builder.listener(null))
        .withMessage("listener");
  }

  @Test
  void train_withoutTransitions() {
    PlaylistDataset short1 = PlaylistDataset.of(List.of(List.of("a"), List.of("b")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.build().train(short1))
        .withMessage(
            "training must have at least 1 transition, but has none: give it a playlist of two"
                + " songs");
  }

  @Test
  void train_withAnotherCatalogue() {
    PlaylistDataset training = PlaylistDataset.of(List.of(List.of("a", "b")));
    PlaylistDataset validation = PlaylistDataset.of(List.of(List.of("b", "a")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.build().train(training, validation))
        .withMessage(
            "training and validation must share one catalogue, but song 0 is 'a' in training and"
                + " 'b' in validation");
  }
}
