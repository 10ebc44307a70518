package dev.segue.samples.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.baselines.MarkovChain;
import dev.segue.samples.StandardOutput;
import dev.segue.server.SegueServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The example of the server in its javadoc. */
class ServerExamplesTest {

  @RegisterExtension final StandardOutput out = new StandardOutput();

  @Test
  void server(@TempDir Path folder) throws IOException {
    Path model = folder.resolve("jazz.segue");
    MarkovChain.trainer().train(Jazz.playlists()).save(model);
    // @start region="server"
    try (SegueServer server =
        SegueServer.builder(model).state(folder.resolve("state")).port(0).start()) {
      System.out.println("serving at " + server.uri());
    }
    // @end

    assertThat(out.lines()).hasSize(1).allMatch(line -> line.matches("serving at http://\\S+/"));
  }
}
