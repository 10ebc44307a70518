package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchTest {

  @TempDir private Path folder;

  @Test
  void help_ofFetch_tellsWhereFrom() {
    Execution execution = Execution.of("fetch", "--help");

    assertThat(execution.exitCode()).isZero();
    assertThat(execution.out())
        .contains(
            "yes",
            "--to=DIR",
            "https://www.cs.cornell.edu/~shuochen/lme/dataset.tar.gz",
            "https://csinpi.github.io/lme/dataset.tar.gz");
  }

  @Test
  void fetch_ofAnArchiveThatIsThere() throws IOException {
    Path archive = folder.resolve("by-hand/dataset.tar.gz");
    Files.createDirectory(archive.getParent());
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
      tar.putArchiveEntry(new TarArchiveEntry("dataset/yes_big/"));
      tar.closeArchiveEntry();
    }

    Execution execution =
        Execution.of("fetch", "yes", "--to", archive.getParent().toString(), "--json", "-");

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.json())
        .containsEntry("folder", archive.getParent().toString())
        .hasEntrySatisfying("sha256", sum -> assertThat(sum).asString().matches("[0-9a-f]{64}"));
    assertThat(archive.resolveSibling("dataset/yes_big")).isDirectory();
  }
}
