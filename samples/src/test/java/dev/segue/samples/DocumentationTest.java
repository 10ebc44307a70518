package dev.segue.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The documents and the javadoc show code of the samples, and of the tests on Spark and Spring
 * Boot, which the build compiles and runs, and real files.
 */
class DocumentationTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SNIPPET =
      Pattern.compile("\\{@snippet[\\s*]+class=\"([\\w.]+)\"\\s+region=\"(\\w+)\"[\\s*]*}");
  private static final Pattern REGION = Pattern.compile("// @start region=\"(\\w+)\"");
  private static final Pattern LINK = Pattern.compile("]\\((?!http)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern BLOCK =
      Pattern.compile("^( *)```.*?^\\1```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

  @Test
  void java_isTakenFromTheSamples() {
    String samples =
        Stream.of("samples/src", "recommender-spark/src/test", "segue-spring-boot-starter/src/test")
            .flatMap(folder -> all(ROOT.resolve(folder), ".java"))
            .map(this::read)
            .collect(Collectors.joining("\n"));
    List<String> shown = new ArrayList<>();
    documents()
        .forEach(
            document -> {
              Matcher code = JAVA.matcher(read(document));
              while (code.find()) {
                shown.add(code.group(1));
              }
            });

    assertThat(shown).isNotEmpty().allSatisfy(code -> assertThat(samples).contains(code.strip()));
  }

  @Test
  void snippets_areTheRegionsOfTests() {
    Path tests = Path.of("src/test/java");
    List<String> regions =
        all(tests, ".java")
            .flatMap(test -> found(REGION, test, "%s#%%s".formatted(name(tests.relativize(test)))))
            .toList();

    Stream<String> shown =
        all(ROOT, ".java").flatMap(source -> found(SNIPPET, source, "%s#%s")).distinct();

    assertThat(shown).isNotEmpty().containsExactlyInAnyOrderElementsOf(regions);
  }

  @Test
  void links_leadToFilesAndHeadings() {
    documents()
        .forEach(
            document ->
                LINK.matcher(read(document)).results().forEach(link -> follow(document, link)));
  }

  private void follow(Path document, MatchResult link) {
    Path target =
        link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1)).normalize();
    assertThat(target).as("link of " + document).exists();
    if (link.group(2) != null) {
      assertThat(anchors(read(target)))
          .as("link of %s to %s", document, target)
          .contains(link.group(2));
    }
  }

  @Test
  void documents_areReachable() {
    Path readme = ROOT.resolve("README.md");
    Set<Path> reached = new HashSet<>(Set.of(readme));
    Deque<Path> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      linked(open.remove()).filter(reached::add).forEach(open::add);
    }

    assertThat(documents()).as("led to from README.md").isSubsetOf(reached);
  }

  /** Returns the documents that a document links to. */
  private Stream<Path> linked(Path document) {
    return LINK.matcher(read(document))
        .results()
        .map(link -> link.group(1))
        .filter(link -> link.endsWith(".md"))
        .map(link -> document.resolveSibling(link).normalize());
  }

  @Test
  void anchors_areMadeLikeGitHubs() {
    assertThat(anchors("# One `two`, three's\n```\n# no heading\n```\n## A [b](c.md)\n## A b\n"))
        .containsExactly("one-two-threes", "a-b", "a-b-1");
  }

  /** Returns what links to the headings of a document end with, as GitHub makes it. */
  private static List<String> anchors(String document) {
    List<String> anchors = new ArrayList<>();
    Map<String, Integer> namesakes = new HashMap<>();
    HEADING
        .matcher(BLOCK.matcher(document).replaceAll(""))
        .results()
        .map(heading -> heading.group(1).replaceAll("\\[(.*?)]\\(.*?\\)", "$1"))
        .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", ""))
        .map(heading -> heading.replace(' ', '-'))
        .forEach(
            anchor -> {
              int before = namesakes.merge(anchor, 1, Integer::sum) - 1;
              anchors.add(before == 0 ? anchor : anchor + "-" + before);
            });
    return anchors;
  }

  private static String name(Path source) {
    return source.toString().replace(".java", "").replace(File.separatorChar, '.');
  }

  /** Returns the groups of each match, in a format. */
  private Stream<String> found(Pattern pattern, Path file, String format) {
    return pattern
        .matcher(read(file))
        .results()
        .map(
            match ->
                format.formatted(
                    IntStream.rangeClosed(1, match.groupCount()).mapToObj(match::group).toArray()));
  }

  private static Stream<Path> documents() {
    return Stream.concat(
        Stream.of("README.md", "CHANGES.md", "CONTRIBUTING.md", "SECURITY.md", "samples/README.md")
            .map(ROOT::resolve),
        all(ROOT.resolve("docs"), ".md"));
  }

  private static Stream<Path> all(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ending) && !isBuilt(file))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a file is in a folder that the build makes, where there are copies of sources. */
  private static boolean isBuilt(Path file) {
    return file.normalize().toString().contains("target" + File.separator);
  }

  private String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
