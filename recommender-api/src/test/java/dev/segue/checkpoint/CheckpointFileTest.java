package dev.segue.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Playlist;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {

  @TempDir private Path folder;

  private CheckpointFile file() {
    Checkpointing where =
        new Checkpointing(folder.resolve("a.checkpoint"), Duration.ofHours(1), true);
    return CheckpointFile.of(where, "a", Map.of("seed", "42"));
  }

  @Test
  void numberThatIsNotFinite_leavesTheOldCheckpoint() throws IOException {
    file().tryWrite(checkpoint -> checkpoint.floats("weights", new float[] {1, 2}, 2));
    file().tryWrite(checkpoint -> checkpoint.floats("weights", new float[] {1, Float.NaN}, 2));

    Optional<ModelFile> read = file().read();
    assertThat(read.orElseThrow().floats("weights", 2)).containsExactly(1, 2);
  }

  private static String digest(Playlist... playlists) {
    return new DataDigest().add(Stream.of(playlists)).value();
  }

  @Test
  void digest_knowsWhichSongsAreContext() {
    Playlist playlist = Playlist.of(0, 1, 2);
    assertThat(digest(playlist))
        .isEqualTo(digest(Playlist.of(0, 1, 2)))
        .isNotEqualTo(digest(playlist.withContext(2)));
  }

  @Test
  void digest_knowsSkipsAndHowLongSongsWereHeard() {
    Playlist playlist = Playlist.of(0, 1, 2);
    Playlist.Skip skip = new Playlist.Skip(2, 1, Optional.empty(), Optional.empty());
    assertThat(digest(playlist))
        .isEqualTo(digest(playlist.withSkips(List.of())))
        .isNotEqualTo(digest(playlist.withSkips(List.of(skip))))
        .isNotEqualTo(digest(playlist.withHeard(-1, 3, -1)));
  }

  @Test
  void digest_knowsWhereNumbersEnd() {
    String twoOfOne = new DataDigest().add(new int[] {3}).add(new int[] {4}).value();
    assertThat(new DataDigest().add(new int[] {3, 4}).value()).isNotEqualTo(twoOfOne);
  }
}
