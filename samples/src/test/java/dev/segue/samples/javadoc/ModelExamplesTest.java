package dev.segue.samples.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.SequenceRecommender;
import dev.segue.baselines.MarkovChain;
import dev.segue.model.ModelFile;
import dev.segue.samples.StandardOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The examples of model files in the javadoc. */
class ModelExamplesTest {

  @RegisterExtension final StandardOutput out = new StandardOutput();

  @Test
  void reading(@TempDir Path folder) throws IOException {
    SequenceRecommender recommender = MarkovChain.trainer().train(Jazz.playlists());
    // @start region="reading"
    recommender.save(folder.resolve("jazz.segue"));

    SequenceRecommender served = ModelFile.read(folder.resolve("jazz.segue")).recommender();
    System.out.println(served.recommend(List.of("Blue in Green"), 1).get(0).song());
    // @end

    assertThat(out.lines()).containsExactly("All Blues - Miles Davis");
  }

  @Test
  void writing(@TempDir Path folder) throws IOException {
    Catalogue catalogue = Jazz.playlists().catalogue();
    float[] plays = {3, 3, 2, 1, 2, 2};
    Path file = folder.resolve("favourites.segue");
    // @start region="writing"
    ModelFile.builder("favourites")
        .catalogue(catalogue)
        .text("listener", "ann")
        .floats("plays", plays, plays.length)
        .write(file);

    ModelFile model = ModelFile.read(file);
    float[] read = model.floats("plays", model.catalogue().size());
    // @end

    assertThat(read).containsExactly(plays);
    assertThat(model.catalogue().song(0).title()).isEqualTo("So What");
    assertThat(model.text("listener")).isEqualTo("ann");
  }
}
