package dev.segue.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recognising a format takes no time that anybody notices, however large the data are. */
class RecognitionTimeTest {

  private static final int TRIES = 40;
  private static final double MOST_MILLISECONDS = 20;

  @TempDir Path folder;

  @Test
  void table() throws IOException {
    String row = "ann,2020-01-01T00:00:00Z,A song of some length,An artist\n";
    assertFast(write("x.csv", "user,time,title,artist\n" + row.repeat(350_000)), DatasetFormat.CSV);
  }

  @Test
  void json() throws IOException {
    String play =
        "{\"ts\": \"2020-01-01T00:00:00Z\", \"ms_played\": 200000,"
            + " \"master_metadata_track_name\": \"A song\"},\n";
    assertFast(write("x.json", "[" + play.repeat(200_000) + "{}]"), DatasetFormat.SPOTIFY);
  }

  @Test
  void indices() throws IOException {
    StringBuilder ids = new StringBuilder();
    LongStream.range(0, 300_000).forEach(id -> ids.append(id).append(' '));
    assertFast(write("x.txt", ids + "\n"), DatasetFormat.YES);
  }

  @Test
  void folderOfPlaylists() throws IOException {
    Path lists = Files.createDirectory(folder.resolve("lists"));
    for (int number = 0; number < 500; number++) {
      Files.writeString(lists.resolve("list" + number + ".m3u"), "#EXTM3U\na.mp3\n".repeat(100));
    }
    assertFast(lists, DatasetFormat.M3U);
  }

  @Test
  void archive() throws IOException {
    Path zip =
        Packed.zip(folder.resolve("x.zip"), Map.of("a.m3u", "#EXTM3U\n" + "a.mp3\n".repeat(99)));
    assertFast(zip, DatasetFormat.M3U);
  }

  /** The fastest of many tries, since other work on the machine slows some down. */
  private static void assertFast(Path path, DatasetFormat format) throws IOException {
    double[] milliseconds = new double[TRIES];
    for (int attempt = 0; attempt < TRIES; attempt++) {
      long start = System.nanoTime();
      DatasetFormat recognised = DatasetFormat.recognise(path);
      milliseconds[attempt] = (System.nanoTime() - start) * 1e-6;
      assertThat(recognised).isEqualTo(format);
    }
    double first = milliseconds[0];
    Arrays.sort(milliseconds);
    System.out.printf(
        "%s: first %.1f ms, median %.1f ms, fastest %.1f ms%n",
        path.getFileName(), first, milliseconds[TRIES / 2], milliseconds[0]);
    assertThat(milliseconds[0]).isLessThan(MOST_MILLISECONDS);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
