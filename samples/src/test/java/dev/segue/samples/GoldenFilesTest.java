package dev.segue.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.model.ModelFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that each version wrote are read, and give the scores that it recorded beside them. With
 * {@code -Dgolden.write}, this version's are written first.
 */
class GoldenFilesTest {

  /** A folder for each version. */
  private static final Path FOLDERS = Path.of("src/test/resources/golden");

  private static final String SNAPSHOT = "-SNAPSHOT";

  /** Of scores up to 1, and in proportion of larger ones: processors may round differently. */
  private static final double ROUNDING = 1e-5;

  @BeforeAll
  static void writeIfAsked() throws IOException {
    if (System.getProperty("golden.write") != null) {
      String version = version();
      assertThat(version).as("a released version's files stay as they are").endsWith(SNAPSHOT);
      GoldenModels.write(FOLDERS.resolve(version.replace(SNAPSHOT, "")));
    }
  }

  private static String version() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelFile.builder("any").catalogue(Catalogue.of(List.of())).write(bytes);
    return ModelFile.of(bytes.toByteArray()).libraryVersion();
  }

  static List<Path> versions() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDERS)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  /** The models of all versions. */
  static List<Path> allModels() throws IOException {
    List<Path> models = new ArrayList<>();
    for (Path version : versions()) {
      models.addAll(files(version));
    }
    return models;
  }

  @ParameterizedTest
  @MethodSource("versions")
  void models_giveTheRecordedScores(Path version) throws IOException {
    Map<String, double[]> recorded = GoldenScores.read(version);
    Map<String, SequenceRecommender> models = models(version);
    assertThat(models).isNotEmpty();
    for (Map.Entry<String, SequenceRecommender> model : models.entrySet()) {
      assertSame(
          version.resolve(model.getKey()),
          GoldenModels.scores(GoldenModels.afterContext(model.getValue())),
          recorded.get(model.getKey()));
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void snapshots_resumeWhereTheyWereTaken(Path version) throws IOException {
    for (String name : GoldenModels.SNAPSHOTS) {
      SequenceRecommender recommender =
          ModelFile.read(version.resolve(name + ".segue")).recommender();
      ListeningSession session =
          recommender.restore(
              Files.readAllBytes(version.resolve(name + ".snapshot")),
              InstantSource.fixed(GoldenModels.after(GoldenModels.CONTEXT.size())));

      assertThat(session.heard()).hasSize(4).endsWith(GoldenModels.UNHEARD);
      assertThat(session.heard().subList(0, 3))
          .extracting(Song::id)
          .isEqualTo(GoldenModels.CONTEXT);
      assertSame(
          version.resolve(name + ".snapshot"),
          GoldenModels.scores(session),
          GoldenScores.read(version).get(name + ".snapshot"));
    }
  }

  private static void assertSame(Path file, double[] scores, double[] recorded) {
    assertThat(scores).as("%s", file).hasSameSizeAs(recorded);
    for (int song = 0; song < scores.length; song++) {
      double rounding = ROUNDING * Math.max(1, Math.abs(recorded[song]));
      assertThat(scores[song])
          .as("song %d of %s", song, file)
          .isCloseTo(recorded[song], offset(rounding));
    }
  }

  @Test
  void everyKind_hasAFile() throws IOException {
    String documented = Files.readString(Path.of("../docs/model-file.md"));
    List<String> kinds =
        Pattern.compile("(?m)^\\| `(\\w+)` \\|.*\\|$")
            .matcher(documented.substring(documented.indexOf("| kind | holds |")))
            .results()
            .map(row -> row.group(1))
            .toList();
    TreeSet<String> written = new TreeSet<>();
    for (Path file : allModels()) {
      written.add(ModelFile.read(file).kind());
    }

    assertThat(kinds).contains("popularity");
    assertThat(written).contains("lstm").containsAll(kinds);
  }

  private static Map<String, SequenceRecommender> models(Path version) throws IOException {
    Map<String, SequenceRecommender> models = new TreeMap<>();
    for (Path file : files(version)) {
      models.put(
          file.getFileName().toString().replace(".segue", ""), ModelFile.read(file).recommender());
    }
    return models;
  }

  private static List<Path> files(Path version) throws IOException {
    try (Stream<Path> files = Files.list(version)) {
      return files.filter(file -> file.toString().endsWith(".segue")).sorted().toList();
    }
  }
}
