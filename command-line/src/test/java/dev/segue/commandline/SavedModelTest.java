package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.segue.PlaylistDataset;
import dev.segue.baselines.Popularity;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedModelTest {

  private static final Popularity TRAINED =
      Popularity.trainer().train(PlaylistDataset.of(List.of(List.of("a", "b", "a"))));

  @TempDir private Path folder;

  @Test
  void save_placeThatIsThere() throws IOException {
    Path model = folder.resolve("m.segue");
    SavedModel.save(TRAINED, model);
    assertThat(ModelFile.read(model).recommender().catalogue().size()).isEqualTo(2);
  }

  @Test
  void save_placeThatIsGone_savesInTheTemporaryFolderAndSaysWhere() throws IOException {
    Path model = folder.resolve("gone").resolve("m.segue");
    FileSystemException thrown =
        catchThrowableOfType(FileSystemException.class, () -> SavedModel.save(TRAINED, model));
    assertThat(thrown)
        .hasMessageStartingWith(model + ": there is no folder " + model.getParent())
        .hasMessageEndingWith(".segue instead")
        .hasCauseInstanceOf(IOException.class);
    Matcher where =
        Pattern.compile("the trained model is in (.*) instead").matcher(thrown.getMessage());
    assertThat(where.find()).isTrue();
    Path elsewhere = Path.of(where.group(1));
    assertThat(ModelFile.read(elsewhere).recommender().catalogue().size()).isEqualTo(2);
    Files.delete(elsewhere);
  }
}
