package dev.segue.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.ListeningSession;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Model files nested in others. */
class NestedModelFileTest {

  private static final Catalogue SONGS = Catalogue.of(List.of(Song.of("a")));
  private static final SequenceRecommender INNERMOST = new PluginRecommender(SONGS, "innermost");

  @TempDir private Path folder;

  /** A recommender that wraps another. */
  private record Outer(SequenceRecommender inner) implements SequenceRecommender {

    /** Makes a chain of nested recommenders, down to the innermost one. */
    static SequenceRecommender of(int others) {
      SequenceRecommender recommender = INNERMOST;
      for (int i = 0; i < others; i++) {
        recommender = new Outer(recommender);
      }
      return recommender;
    }

    @Override
    public Catalogue catalogue() {
      return SONGS;
    }

    @Override
    public boolean probabilistic() {
      return false;
    }

    @Override
    public ListeningSession newSession() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void save(OutputStream out) throws IOException {
      ModelFile.builder("outer").nested("inner", inner).write(out);
    }
  }

  @Test
  void nested_isReadLikeAFileOfItsOwn() throws IOException {
    Path file = folder.resolve("outer.segue");
    new Outer(INNERMOST).save(file);
    ModelFile inner = ModelFile.read(file).nested("inner");
    assertThat(inner.kind()).isEqualTo("plugin");
    assertThat(inner.text("name")).isEqualTo("innermost");
    assertThat(inner.catalogue().songs()).isEqualTo(SONGS.songs());
  }

  @Test
  void nested_problems_nameTheFileAndTheTensor() throws IOException {
    Path file = folder.resolve("outer.segue");
    ModelFile.builder("outer").bytes("broken", new byte[5]).nested("inner", INNERMOST).write(file);
    ModelFile outer = ModelFile.read(file);
    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> outer.nested("broken"))
        .withMessage(
            file
                + ": tensor 'broken' must be a model file: truncated: must have 8 bytes, but has"
                + " 5");
    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> outer.nested("inner").text("layers"))
        .withMessageStartingWith(file + ": tensor 'inner': must hold the text 'layers'; it holds");
    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> outer.nested("none"))
        .withMessage(file + ": must hold the tensor 'none'; it holds [broken, inner]");
  }

  @Test
  void nested_upToThreeDeep_isRead() throws IOException {
    ModelFile model = ModelFile.of(bytes(Outer.of(3)));
    for (int depth = 1; depth <= 3; depth++) {
      model = model.nested("inner");
    }
    assertThat(model.kind()).isEqualTo("plugin");
  }

  @Test
  void nested_fourDeep_isRefused() throws IOException {
    byte[] threeDeep = bytes(Outer.of(3));
    ModelFile model =
        ModelFile.of(bytes(out -> ModelFile.builder("outer").bytes("inner", threeDeep).write(out)));
    for (int depth = 1; depth <= 3; depth++) {
      model = model.nested("inner");
    }
    ModelFile last = model;
    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> last.nested("inner"))
        .withMessageStartingWith("model file in memory: tensor 'inner': tensor 'inner': ")
        .withMessageEndingWith(": model files must be nested at most 3 deep, but are 4 deep");
  }

  @Test
  @Timeout(60)
  void save_ofRecommendersNestedAThousandDeep_isRefusedAtOnce_andLeavesNothing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Outer.of(1000).save(folder.resolve("outer.segue")))
        .withMessage("recommenders must be nested at most 3 deep to be saved, but are 4 deep");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void nested_nameThatIsTaken_isRefused() {
    ModelFile.Builder builder = ModelFile.builder("outer").nested("inner", INNERMOST);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.nested("inner", INNERMOST))
        .withMessage("tensor name must be new, but 'inner' is taken");
  }

  private static byte[] bytes(SequenceRecommender recommender) throws IOException {
    return bytes(recommender::save);
  }

  private static byte[] bytes(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.write(bytes);
    return bytes.toByteArray();
  }

  @FunctionalInterface
  private interface Content {
    void write(OutputStream out) throws IOException;
  }
}
