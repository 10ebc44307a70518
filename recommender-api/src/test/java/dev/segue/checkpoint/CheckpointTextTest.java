package dev.segue.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import dev.segue.model.ModelFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTextTest {

  private static ModelFile checkpoint(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelFile.builder("a").text("done", text).write(bytes);
    return ModelFile.of(bytes.toByteArray());
  }

  @Test
  void numbers_areReadAsTheyWereWritten() throws IOException {
    assertThat(CheckpointText.wholeNumber(checkpoint("0"), "done", 7)).isZero();
    assertThat(CheckpointText.wholeNumber(checkpoint("7"), "done", 7)).isEqualTo(7);
    for (double number : new double[] {0, -1.5, 1e-300, Double.NEGATIVE_INFINITY}) {
      assertThat(CheckpointText.number(checkpoint(Double.toString(number)), "done"))
          .isEqualTo(number);
    }
    assertThat(CheckpointText.duration(checkpoint("PT1H0.5S"), "done"))
        .isEqualTo(Duration.ofMillis(3_600_500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "8", "+7", "07", "9223372036854775808", "\u0663"})
  void wholeNumber_isNone(String text) throws IOException {
    ModelFile checkpoint = checkpoint(text);
    assertThatThrownBy(() -> CheckpointText.wholeNumber(checkpoint, "done", 7))
        .isExactlyInstanceOf(FileFormatException.class)
        .hasMessage(
            "model file in memory: text 'done' must be a whole number in 0..7, was '%s'", text);
  }

  /** Before version 19, Java wrote some numbers with more digits. */
  @ParameterizedTest
  @ValueSource(
      doubles = {
        0,
        -1.5,
        0.010200921070930704,
        2.0E-3,
        9.999999999999999E22,
        Double.MIN_VALUE,
        -Double.MAX_VALUE,
        Double.NEGATIVE_INFINITY
      })
  void number_isAsItWasWritten(double number) throws IOException {
    assertThat(CheckpointText.number(checkpoint(Double.toString(number)), "done"))
        .isEqualTo(number);
    ModelFile longer = checkpoint("1.0000000000000000E23");
    assertThat(CheckpointText.number(longer, "done")).isEqualTo(1e23);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "NaN", "+1", "0x1p3", "1.0f", "1.", " 1"})
  void number_isNone(String text) throws IOException {
    ModelFile checkpoint = checkpoint(text);
    assertThatThrownBy(() -> CheckpointText.number(checkpoint, "done"))
        .isExactlyInstanceOf(FileFormatException.class)
        .hasMessage("model file in memory: text 'done' must be a number, was '%s'", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "PT-1S", "PT9223372036854775807S", "P1Y"})
  void duration_isNone(String text) throws IOException {
    ModelFile checkpoint = checkpoint(text);
    assertThatThrownBy(() -> CheckpointText.duration(checkpoint, "done"))
        .isExactlyInstanceOf(FileFormatException.class)
        .hasMessage(
            "model file in memory: text 'done' must be a time from PT0S to"
                + " PT2562047H47M16.854775807S, was '%s'",
            text);
  }
}
