package dev.segue.lstm;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Song;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    Path file = folder.resolve("layers.segue");
    ModelFile.builder("lstm")
        .catalogue(Catalogue.of(List.of(Song.of("a"))))
        .text("embedding_size", "3")
        .text("layers", "0")
        .write(file);

    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> LstmRecommender.load(file))
        .withMessage(file + ": layers must be > 0, was 0");
  }

  @Test
  void load_tensorOfAnotherShape() throws IOException {
    Path file = folder.resolve("shape.segue");
    ModelFile.builder("lstm")
        .catalogue(Catalogue.of(List.of(Song.of("a"))))
        .text("layers", "1")
        .text("embedding_size", "2")
        .text("hidden_size", "3")
        .floats("lstm.0.W", new float[8], 2, 4)
        .write(file);

    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> LstmRecommender.load(file))
        .withMessageContaining("lstm.0.W")
        .withMessageContaining("[2, 12]")
        .withMessageContaining("[2, 4]");
  }
}
