package dev.segue.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recognising a format takes as long for large data as for small. */
class RecognitionTimeTest {

  private static final int TRIES = 40;

  /** The large data are fifty times larger, and the small ones larger than what is looked at. */
  private static final int MOST_TIMES = 10;

  @TempDir Path folder;

  @Test
  void table() throws IOException {
    String head = "user,time,title,artist\n";
    String row = "ann,2020-01-01T00:00:00Z,A song of some length,An artist\n";
    assertAlike(
        write("small.csv", head + row.repeat(7_000)),
        write("x.csv", head + row.repeat(350_000)),
        DatasetFormat.CSV);
  }

  @Test
  void json() throws IOException {
    String play =
        "{\"ts\": \"2020-01-01T00:00:00Z\", \"ms_played\": 200000,"
            + " \"master_metadata_track_name\": \"A song\"},\n";
    assertAlike(
        write("small.json", "[" + play.repeat(4_000) + "{}]"),
        write("x.json", "[" + play.repeat(200_000) + "{}]"),
        DatasetFormat.SPOTIFY);
  }

  @Test
  void indices() throws IOException {
    assertAlike(write("small.txt", ids(60_000)), write("x.txt", ids(3_000_000)), DatasetFormat.YES);
  }

  private static String ids(int count) {
    StringBuilder ids = new StringBuilder();
    LongStream.range(0, count).forEach(id -> ids.append(id).append(' '));
    return ids + "\n";
  }

  @Test
  void folderOfPlaylists() throws IOException {
    assertAlike(playlists("few", 400), playlists("lists", 20_000), DatasetFormat.M3U);
  }

  private Path playlists(String name, int songs) throws IOException {
    Path lists = Files.createDirectory(folder.resolve(name));
    for (int number = 0; number < 100; number++) {
      Files.writeString(
          lists.resolve("list" + number + ".m3u"), "#EXTM3U\n" + "a.mp3\n".repeat(songs));
    }
    return lists;
  }

  @Test
  void archive() throws IOException {
    assertAlike(zip("small.zip", 20_000), zip("x.zip", 1_000_000), DatasetFormat.M3U);
  }

  private Path zip(String name, int songs) throws IOException {
    return Packed.zip(
        folder.resolve(name), Map.of("a.m3u", "#EXTM3U\n" + "song.mp3\n".repeat(songs)));
  }

  private static void assertAlike(Path small, Path large, DatasetFormat format) throws IOException {
    nanos(small, format); // so that both run compiled
    assertThat(nanos(large, format)).isLessThan(MOST_TIMES * nanos(small, format));
  }

  /** The fastest of many tries, since other work on the machine slows some down. */
  private static long nanos(Path path, DatasetFormat format) throws IOException {
    long fastest = Long.MAX_VALUE;
    for (int attempt = 0; attempt < TRIES; attempt++) {
      long start = System.nanoTime();
      DatasetFormat recognised = DatasetFormat.recognise(path);
      fastest = Math.min(fastest, System.nanoTime() - start);
      assertThat(recognised).isEqualTo(format);
    }
    return fastest;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
