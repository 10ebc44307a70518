package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.nd4j.linalg.learning.config.Adam;

/** The javadoc of the builder and docs/training.md give the defaults of {@link Hyperparameters}. */
class DocumentedDefaultsTest {

  private static final Path SOURCE = Path.of("src/main/java/dev/segue/dl4j/LstmTrainer.java");
  private static final Path TABLE = Path.of("../docs/training.md");
  private static final Map<String, String> DEFAULTS = texts(Hyperparameters.DEFAULTS);
  private static final Map<String, String> PAPER = texts(Hyperparameters.PAPER);

  /** The setters, and the method that adds a listener. */
  static Stream<Method> methods() {
    return Arrays.stream(LstmTrainer.Builder.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> method.getReturnType() == LstmTrainer.Builder.class);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void javadoc_givesTheDefault(Method setter) throws IOException {
    String name = setter.getName();
    String value = DEFAULTS.get(name);
    String papers = PAPER.get(name);
    String sentence =
        "default "
            + value
            + (value.equals(papers) ? "" : ", in {@link LstmTrainer#paper()} " + papers);

    assertThat(javadoc(name)).containsPattern(Pattern.quote(sentence) + "(?=[:;]| @)");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void javadoc_saysWhatIsThrown(Method setter) throws IOException {
    Class<?> type = setter.getParameterTypes()[0];

    if (!setter.getName().equals("listener")) {
      assertThat(javadoc(setter.getName()))
          .contains("@throws IllegalStateException if it is set already");
    }
    if (!type.isPrimitive()) {
      assertThat(javadoc(setter.getName())).contains("@throws NullPointerException if it is null");
    } else if (type == int.class || type == double.class) {
      assertThat(javadoc(setter.getName())).contains("@throws IllegalArgumentException if it is ");
    }
  }

  @Test
  void table_givesTheDefaults() throws IOException {
    Matcher row =
        Pattern.compile("^\\| `(\\w+)` \\| ([^|]+) \\| ([^|]+) \\| [^|]+ \\|$", Pattern.MULTILINE)
            .matcher(Files.readString(TABLE));
    Map<String, String> defaults = new TreeMap<>();
    Map<String, String> papers = new TreeMap<>();
    while (row.find()) {
      defaults.put(row.group(1), row.group(2).replace("`", ""));
      papers.put(row.group(1), row.group(3).replace("`", ""));
    }

    assertThat(defaults).isEqualTo(DEFAULTS);
    assertThat(papers).isEqualTo(PAPER);
  }

  @Test
  void everyHyperparameter_hasASetter() {
    assertThat(methods()).extracting(Method::getName).hasSameElementsAs(DEFAULTS.keySet());
  }

  @Test
  void records_haveAtMostSixParts() {
    assertThat(Hyperparameters.class.getRecordComponents())
        .hasSizeLessThanOrEqualTo(6)
        .allSatisfy(
            part -> assertThat(part.getType().getRecordComponents()).hasSizeLessThanOrEqualTo(6));
  }

  /** The javadoc of a setter in one line, without markup of code. */
  private static String javadoc(String setter) throws IOException {
    Matcher found =
        Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+public Builder " + setter + "\\(", Pattern.DOTALL)
            .matcher(Files.readString(SOURCE));
    assertThat(found.find()).as("javadoc of " + setter).isTrue();
    return found
        .group(1)
        .replaceAll("\\s*\\n\\s*\\*\\s*", " ")
        .replaceAll("\\{@code ([^}]*)}", "$1");
  }

  /** The settings by name, as the documents write them. */
  private static Map<String, String> texts(Hyperparameters settings) {
    Map<String, String> texts = new TreeMap<>();
    for (RecordComponent part : Hyperparameters.class.getRecordComponents()) {
      for (RecordComponent setting : part.getType().getRecordComponents()) {
        texts.put(setting.getName(), text(value(setting, value(part, settings))));
      }
    }
    texts.remove("gradientOf"); // differs between builder() and paper(), which say so
    texts.put("learningRate", number(learningRate(settings)));
    texts.put("checkpoint", "none");
    texts.put("device", "AUTO");
    texts.put("listener", "none");
    texts.put("provenance", "none");
    texts.put("resume", "false");
    assertThat(texts.put("threads", "the number of processors"))
        .isEqualTo(Integer.toString(Runtime.getRuntime().availableProcessors()));
    return texts;
  }

  private static Object value(RecordComponent component, Object from) {
    try {
      return component.getAccessor().invoke(from);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(DocumentedDefaultsTest::text).orElse("none");
    } else if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? Integer.toString(optional.getAsInt()) : "none";
    } else if (value instanceof Double number) {
      return number(number);
    } else if (value instanceof Adam adam) {
      return "new Adam(" + number(adam.getLearningRate()) + ")";
    } else if (value instanceof Hyperparameters.Epochs epochs) {
      return epochs.validated() == epochs.unvalidated()
          ? Integer.toString(epochs.validated())
          : epochs.validated() + " with validation data and " + epochs.unvalidated() + " without";
    }
    return value.toString();
  }

  private static double learningRate(Hyperparameters settings) {
    return ((Adam) settings.optimisation().optimiser()).getLearningRate();
  }

  private static String number(double value) {
    return Double.toString(value).replaceAll("\\.0$", "");
  }
}
