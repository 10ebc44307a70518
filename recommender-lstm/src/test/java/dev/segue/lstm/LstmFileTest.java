package dev.segue.lstm;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Song;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LstmFileTest {

  @TempDir private Path folder;

  @Test
  void load_anotherKind() throws IOException {
    Path file = folder.resolve("other.segue");
    ModelFile.builder("popularity").catalogue(Catalogue.of(List.of())).write(file);

    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> LstmRecommender.load(file))
        .withMessage(file + ": model must be of kind 'lstm', was 'popularity'");
  }

  @Test
  void load_withoutLayers() throws IOException {
    Path file = write(small(Map.of("layers", "0")));

    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> LstmRecommender.load(file))
        .withMessage(file + ": layers must be > 0, was 0");
  }

  @Test
  void load_negativeRecency() throws IOException {
    Path file = write(small(Map.of("recency", "-1")));

    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> LstmRecommender.load(file))
        .withMessage(file + ": recency must be >= 0, was -1");
  }

  @Test
  void load_updatesNoNumber() throws IOException {
    Path file = write(small(Map.of("updates", "often")));

    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> LstmRecommender.load(file))
        .withMessage(file + ": text 'updates' must be a whole number, was 'often'");
  }

  @Test
  void load_residualNeitherTrueNorFalse() throws IOException {
    Path file = write(small(Map.of("residual", "yes")));

    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> LstmRecommender.load(file))
        .withMessage(file + ": text 'residual' must be true or false, was 'yes'");
  }

  @Test
  void load_clockInNoZone_isRefused() throws IOException {
    Path file = write(small(Map.of("clock", "Europe/Nowhere")));

    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> LstmRecommender.load(file))
        .withMessage(file + ": clock must be a time zone or none, was 'Europe/Nowhere'");
  }

  @Test
  void load_skipsNeitherTrueNorFalse() throws IOException {
    Path file = write(small(Map.of("skips", "often")));

    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> LstmRecommender.load(file))
        .withMessage(file + ": text 'skips' must be true or false, was 'often'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "layers",
        "embedding_size",
        "hidden_size",
        "tied_embeddings",
        "residual",
        "memory",
        "clock",
        "recency",
        "artist_recency",
        "ensemble"
      })
  void load_settingMissing_isNamed(String name) throws IOException {
    Map<String, String> text = new LinkedHashMap<>(small(Map.of()));
    text.remove(name);
    Path file = write(text);

    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> LstmRecommender.load(file))
        .withMessageStartingWith(file + ": must hold the text '" + name + "'; it holds [");
  }

  @Test
  void load_tensorOfAnotherShape() throws IOException {
    Path file = write(small(Map.of()));

    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> LstmRecommender.load(file))
        .withMessageContaining("lstm.0.W")
        .withMessageContaining("[2, 12]")
        .withMessageContaining("[2, 4]");
  }

  /** The settings of a network of one layer over one song, but for what is given. */
  private static Map<String, String> small(Map<String, String> others) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("layers", "1");
    text.put("embedding_size", "2");
    text.put("hidden_size", "3");
    text.put("tied_embeddings", "false");
    text.put("residual", "false");
    text.put("memory", "false");
    text.put("clock", "none");
    text.put("recency", "0");
    text.put("artist_recency", "0");
    text.put("ensemble", "1");
    text.putAll(others);
    return text;
  }

  /** Writes a file with these settings, and with a tensor of the wrong shape. */
  private Path write(Map<String, String> text) throws IOException {
    Path file = folder.resolve("small.segue");
    ModelFile.Builder model =
        ModelFile.builder("lstm").catalogue(Catalogue.of(List.of(Song.of("a"))));
    text.forEach(model::text);
    model.floats("lstm.0.W", new float[8], 2, 4).write(file);
    return file;
  }
}
