package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InspectTest {

  @Test
  void inspect() throws IOException {
    Execution execution = Execution.of("inspect", "--model", SmallModel.FILE);
    Map<String, Object> json =
        Execution.of("inspect", "--model", SmallModel.FILE, "--json", "-").json();

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.out()).contains("lstm", "songs    6", "tensors");
    assertThat(json)
        .containsOnlyKeys("kind", "version", "songs", "metadata", "tensors")
        .containsEntry("kind", "lstm")
        .containsEntry("songs", 6.0);
  }
}
