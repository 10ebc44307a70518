package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileFormatExceptionTest {

  @Test
  void message_namesFileLineAndProblem() {
    assertThat(new FileFormatException(Path.of("a.csv"), 3, "must be text"))
        .hasMessage("a.csv:3: must be text");
    assertThat(new FileFormatException(Path.of("a.csv"), "must be text"))
        .hasMessage("a.csv: must be text");
  }

  @Test
  void whatATerminalObeys_isWritten() {
    assertThat(new FileFormatException("a\u001B[2J", "was '\u202Egnp'"))
        .hasMessage("a\\u001b[2J: was '\\u202egnp'");
  }

  @Test
  void aProblemThatAFileMakesVeryLong_isCut() {
    assertThat(new FileFormatException("a", "x".repeat(2_000)).getMessage()).hasSize(2_003);
    assertThat(new FileFormatException("a", "x".repeat(900_000)).getMessage())
        .isEqualTo("a: " + "x".repeat(2_000) + "...");
  }
}
