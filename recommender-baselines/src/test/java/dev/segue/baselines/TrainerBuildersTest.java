package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.TrainingListener;
import dev.segue.baselines.SessionKnn.Weighting;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The builders of all trainers keep the same rules, and their javadoc gives their defaults. */
class TrainerBuildersTest {

  private static final List<Class<?>> RECOMMENDERS =
      List.of(Item2Vec.class, LatentMarkovEmbedding.class, RecentPlays.class, SessionKnn.class);

  /** Each method of a builder that returns it: found here, so that none is left out. */
  static Stream<Method> methods() {
    return RECOMMENDERS.stream()
        .map(TrainerBuildersTest::builder)
        .flatMap(builder -> Arrays.stream(builder.getClass().getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> method.getReturnType() == method.getDeclaringClass());
  }

  static Stream<Method> setters() {
    return methods().filter(method -> !method.getName().equals("listener"));
  }

  private static Object builder(Class<?> recommender) {
    if (recommender == SessionKnn.class) {
      return SessionKnn.builder(Weighting.STAN);
    }
    if (recommender == RecentPlays.class) {
      return RecentPlays.builder();
    }
    return recommender == Item2Vec.class ? Item2Vec.builder() : LatentMarkovEmbedding.builder();
  }

  private static Object builder(Method method) {
    return builder(method.getDeclaringClass().getEnclosingClass());
  }

  @Test
  void builders_areThoseOfThePackage() throws IOException {
    try (Stream<Path> files = Files.list(source("").getParent())) {
      assertThat(files.filter(file -> read(file).contains("class Builder")))
          .extracting(file -> file.getFileName().toString().replace(".java", ""))
          .hasSameElementsAs(RECOMMENDERS.stream().map(Class::getSimpleName).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("setters")
  void setting_twice(Method setter) throws ReflectiveOperationException {
    Object builder = builder(setter);
    Object[] values =
        Arrays.stream(setter.getParameterTypes()).map(type -> value(type, 1)).toArray();
    setter.invoke(builder, values);

    assertThatThrownBy(() -> setter.invoke(builder, values))
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(setter.getName() + " must be set at most once");
  }

  @ParameterizedTest
  @MethodSource("setters")
  void setting_notFinite(Method setter) {
    if (setter.getParameterTypes()[0] == double.class) {
      for (double value :
          new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
        assertThatThrownBy(() -> setter.invoke(builder(setter), value))
            .cause()
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageMatching(
                setter.getName() + " must be (> 0 and |>= 0 and |)finite, was " + value);
      }
    }
  }

  private static Object value(Class<?> type, int number) {
    return Map.of(
            int.class,
            (Object) number,
            long.class,
            (long) number,
            double.class,
            (double) number,
            boolean.class,
            number > 0,
            Path.class,
            Path.of("file" + number),
            Duration.class,
            Duration.ofHours(number))
        .get(type);
  }

  @Test
  void listener_severalTimes() {
    TrainingListener listener = TrainingListener.log();
    assertThatNoException()
        .isThrownBy(() -> Item2Vec.builder().listener(listener).listener(listener).build());
    assertThatNoException()
        .isThrownBy(
            () -> LatentMarkovEmbedding.builder().listener(listener).listener(listener).build());
  }

  /** The methods of a name, of all builders that have one. */
  private static Stream<Method> methods(String name) {
    return methods().filter(method -> method.getName().equals(name));
  }

  static Stream<Method> checkpoints() {
    return methods("checkpoint");
  }

  static Stream<Method> resumes() {
    return methods("resume");
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void checkpoint_null(Method checkpoint) {
    Duration hour = Duration.ofHours(1);
    assertThatThrownBy(() -> checkpoint.invoke(builder(checkpoint), null, hour))
        .cause()
        .isInstanceOf(NullPointerException.class)
        .hasMessage("file");
    assertThatThrownBy(() -> checkpoint.invoke(builder(checkpoint), Path.of("file"), null))
        .cause()
        .isInstanceOf(NullPointerException.class)
        .hasMessage("every");
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void checkpoint_withoutTimeBetween(Method checkpoint) {
    assertThatThrownBy(() -> checkpoint.invoke(builder(checkpoint), Path.of("file"), Duration.ZERO))
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("checkpoint must be every > 0 s, was PT0S");
  }

  @ParameterizedTest
  @MethodSource("resumes")
  void resume_withoutACheckpoint(Method resume) throws ReflectiveOperationException {
    Object builder = resume.invoke(builder(resume), true);
    Method build = builder.getClass().getMethod("build");
    assertThatThrownBy(() -> build.invoke(builder))
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("resume needs a checkpoint, but none is set");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void javadoc_givesTheDefault(Method method) {
    Class<?> recommender = method.getDeclaringClass().getEnclosingClass();

    assertThat(defaults(recommender)).containsKey(method.getName());
    assertThat(javadoc(method))
        .containsPattern(
            Pattern.quote("default " + defaults(recommender).get(method.getName())) + "(?= @)");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void javadoc_saysWhatIsThrown(Method method) {
    Class<?> type = method.getParameterTypes()[0];

    if (method.getName().equals("listener")) {
      assertThat(javadoc(method)).contains("@throws NullPointerException if it is null");
    } else {
      assertThat(javadoc(method)).contains("@throws IllegalStateException if it is set already");
    }
    if (type == Path.class) {
      assertThat(javadoc(method))
          .contains("@throws NullPointerException if it is null, or its duration is")
          .contains("@throws IllegalArgumentException if {@code every} is zero or negative");
    }
    if (type == int.class || type == double.class || type == Duration.class) {
      assertThat(javadoc(method)).contains("@throws IllegalArgumentException if it is ");
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void records_haveAtMostSixParts(Class<?> settings) {
    assertThat(settings.getRecordComponents()).hasSizeLessThanOrEqualTo(6);
  }

  static Stream<Class<?>> records() {
    return Stream.of(
        Item2Vec.Settings.class,
        Item2Vec.Sampling.class,
        LatentMarkovEmbedding.Settings.class,
        SessionKnn.Settings.class,
        RecentPlays.Settings.class,
        GradientDescent.class);
  }

  /** The default settings by name, as the javadoc writes them. */
  private static Map<String, String> defaults(Class<?> recommender) {
    Map<String, String> texts =
        new TreeMap<>(Map.of("listener", "none", "checkpoint", "none", "resume", "false"));
    Record settings =
        Map.of(
                SessionKnn.class, SessionKnn.Settings.ofDefaults(Weighting.STAN),
                Item2Vec.class, Item2Vec.Settings.DEFAULTS,
                RecentPlays.class, RecentPlays.Settings.DEFAULTS,
                LatentMarkovEmbedding.class, LatentMarkovEmbedding.Settings.DEFAULTS)
            .get(recommender);
    addTexts(settings, texts);
    return texts;
  }

  private static void addTexts(Record settings, Map<String, String> texts) {
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      Object value = value(component, settings);
      if (value instanceof Record part) {
        addTexts(part, texts);
      } else {
        texts.put(component.getName(), text(value));
      }
    }
  }

  private static String text(Object value) {
    if (value instanceof Duration duration) {
      return duration.toDays() + " days";
    }
    if (value.equals(OptionalInt.empty())) {
      return "learnt";
    }
    return value instanceof Optional<?> optional
        ? optional.map(TrainerBuildersTest::text).orElse("none")
        : value.toString().replaceAll("\\.0$", "");
  }

  private static Object value(RecordComponent component, Record of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** The javadoc of a method of a builder, in one line. */
  private static String javadoc(Method method) {
    Class<?> recommender = method.getDeclaringClass().getEnclosingClass();
    Matcher found =
        Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+public Builder " + method.getName() + "\\(",
                Pattern.DOTALL)
            .matcher(read(source(recommender.getSimpleName())));
    assertThat(found.find()).as("javadoc of " + method).isTrue();
    return found.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ");
  }

  private static Path source(String type) {
    return Path.of("src/main/java/dev/segue/baselines", type + ".java");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
