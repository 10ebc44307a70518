package dev.segue.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The samples are the ten that their README.md lists, and short enough to copy. */
class SamplesListTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/segue/samples");
  private static final Pattern LISTED = Pattern.compile("^- `(\\w+)[^`]*`: ", Pattern.MULTILINE);

  @Test
  void list_namesAllSamplesAndNoOther() throws IOException {
    Stream<MatchResult> listed = LISTED.matcher(Files.readString(Path.of("README.md"))).results();
    List<String> programs = new ArrayList<>();
    for (Path source : sources()) {
      if (Files.readString(source).contains("public static void main(")) {
        programs.add(source.getFileName().toString().replace(".java", ""));
      }
    }

    assertThat(programs).hasSize(10);
    assertThat(listed.map(link -> link.group(1))).containsExactlyInAnyOrderElementsOf(programs);
  }

  @Test
  void samples_areUnder60Lines() throws IOException {
    for (Path source : sources()) {
      assertThat(Files.readAllLines(source)).as(source.toString()).hasSizeLessThan(60);
    }
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files.toList();
    }
  }
}
