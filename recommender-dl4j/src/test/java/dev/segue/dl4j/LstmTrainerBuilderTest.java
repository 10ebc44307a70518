package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.TrainingListener;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

class LstmTrainerBuilderTest {

  private final LstmTrainer.Builder builder = LstmTrainer.builder();

  /**
   * Every setter but those of listeners and of two values: found here, so that none is left out.
   */
  static Stream<Method> setters() {
    return Arrays.stream(LstmTrainer.Builder.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> method.getReturnType() == LstmTrainer.Builder.class)
        .filter(method -> !method.getName().equals("listener"))
        .filter(method -> !method.getName().equals("checkpoint")); // CheckpointTest
  }

  static Stream<Method> setters(Predicate<Class<?>> type) {
    return setters().filter(setter -> type.test(setter.getParameterTypes()[0]));
  }

  static Stream<Method> settersOfObjects() {
    return setters(type -> !type.isPrimitive());
  }

  static Stream<Method> settersOfNumbersWithARange() {
    return setters(type -> type == int.class || type == double.class);
  }

  /** A value that any setter of the type takes. */
  private static Object value(Class<?> type) {
    Map<Class<?>, Object> values =
        Map.ofEntries(
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(double.class, 0.5),
            Map.entry(boolean.class, true),
            Map.entry(IUpdater.class, new Adam()),
            Map.entry(Schedule.class, Schedule.constant()),
            Map.entry(Batching.class, Batching.inOrder(1)),
            Map.entry(Device.class, Device.CPU),
            Map.entry(ZoneId.class, ZoneOffset.UTC),
            Map.entry(Function.class, (Function<Song, float[]>) song -> new float[1]));
    return Objects.requireNonNull(values.get(type), () -> "no value of " + type);
  }

  @ParameterizedTest
  @MethodSource("setters")
  void setting_twice(Method setter) throws ReflectiveOperationException {
    Object value = value(setter.getParameterTypes()[0]);
    setter.invoke(builder, value);

    assertThatThrownBy(() -> setter.invoke(builder, value))
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(setter.getName() + " must be set at most once");
  }

  @ParameterizedTest
  @MethodSource("settersOfObjects")
  void setting_null(Method setter) {
    assertThatThrownBy(() -> setter.invoke(builder, new Object[] {null}))
        .cause()
        .isInstanceOf(NullPointerException.class)
        .hasMessage(setter.getName());
  }

  @ParameterizedTest
  @MethodSource("settersOfNumbersWithARange")
  void setting_afterARefusedValue(Method setter) throws ReflectiveOperationException {
    Class<?> type = setter.getParameterTypes()[0];
    Object negative = type == int.class ? (Object) (-1) : -1.0;

    assertThatThrownBy(() -> setter.invoke(builder, negative))
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(setter.getName() + " must be ")
        .hasMessageEndingWith(", was " + negative);
    setter.invoke(builder, value(type));
  }

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
  void epochs_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.epochs(0))
        .withMessage("epochs must be > 0, was 0");
  }

  @Test
  void songVectors_withoutSongFeatures() {
    builder.songFeatures(false).songVectors(song -> new float[1]);
    assertThatIllegalStateException()
        .isThrownBy(builder::build)
        .withMessage("songFeatures must be true with songVectors, was false");
  }

  @Test
  void songVectors_implySongFeatures() {
    assertThatNoException()
        .isThrownBy(() -> LstmTrainer.paper().songVectors(song -> new float[1]).build());
  }

  @Test
  void optimiser_withALearningRateThatIsNotFinite() {
    for (double rate : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.optimiser(new Adam(rate)))
          .withMessage("optimiser must have a finite learning rate, was " + rate);
    }
    assertThatNoException().isThrownBy(() -> builder.optimiser(new AdaDelta())); // it has none
  }

  @Test
  void listener_severalTimes() {
    TrainingListener listener = TrainingListener.log();
    assertThatNoException().isThrownBy(() -> builder.listener(listener).listener(listener).build());
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
