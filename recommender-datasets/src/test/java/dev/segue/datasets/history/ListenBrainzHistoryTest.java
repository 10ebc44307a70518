package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.Song;
import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenBrainzHistoryTest {

  private static final String WHOLE =
      """
      {"user_name":"ann","timestamp":1600000000,"recording_msid":"x","track_metadata":\
      {"artist_name":"A","track_name":"a","release_name":"R","additional_info":\
      {"recording_mbid":"m1","tags":["x"]}}}
      {"user_id":17,"listened_at":1600000200,"track_metadata":{"mbid_mapping":\
      {"recording_mbid":"m2"},"additional_info":{"recording_mbid":"m9"},"artist_name":"B","track_name":"b"}}

      {"listened_at":1600000100,"track_metadata":{"artist_name":"A","track_name":"a","mbid_mapping":null}}
      """;

  @TempDir Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("x.listens"), text);
  }

  @Test
  void listens_ofExportsAndDumps() throws IOException {
    ListeningHistory history = ListenBrainzHistory.read(write(WHOLE));

    assertThat(history.catalogue().songs())
        .containsExactly(new Song("m1", "a", "A", List.of()), new Song("m2", "b", "B", List.of()));
    assertThat(history.listeners()).containsExactly("ann", "17", "");
    assertThat(history.plays()).isEqualTo(3);
    assertThat(history.sessions(SessionRules.ofDefaults()).start(1))
        .isEqualTo(Instant.ofEpochSecond(1_600_000_200));
  }

  @Test
  void folderAndArchive_areReadFileByFile() throws IOException {
    write(WHOLE);
    Files.writeString(folder.resolve("notes.txt"), "not a listen");
    Path zip =
        Packed.zip(folder.resolve("l.zip"), Map.of("listens/1.jsonl", WHOLE, "user.json", "{}"));

    assertThat(ListenBrainzHistory.read(folder).plays()).isEqualTo(3);
    assertThat(ListenBrainzHistory.read(zip).plays()).isEqualTo(3);
  }

  @Test
  void sameFileTwice_isReadOnce() throws IOException {
    Path zip = Packed.zip(folder.resolve("l.zip"), Map.of("1.jsonl", WHOLE, "copy.jsonl", WHOLE));
    ListeningHistory history = ListenBrainzHistory.read(zip);

    assertThat(history.plays()).isEqualTo(3);
    assertThat(history.report().entries().count()).isEqualTo(6);
    assertThat(history.report().leftOut())
        .containsExactly(entry("read before (same listener, second and song)", 3L));
  }

  /** Services take the time of a play from clocks that differ by some seconds. */
  @Test
  void sameListens_ofAnotherClock_areReadOnce() throws IOException {
    String one =
        "{\"listened_at\":1600000000,\"track_metadata\":{\"track_name\":\"a\"}}\n"
            + "{\"listened_at\":1600000200,\"track_metadata\":{\"track_name\":\"b\"}}\n"
            + "{\"listened_at\":1600000230,\"track_metadata\":{\"track_name\":\"b\"}}\n";
    Path zip =
        Packed.zip(
            folder.resolve("l.zip"),
            Map.of(
                "1.jsonl",
                one,
                "2.jsonl",
                one.replace("000,", "003,").replace("200,", "207,").replace("230,", "232,")));

    ListeningHistory history = ListenBrainzHistory.read(zip);
    assertThat(history.plays()).isEqualTo(3);
    assertThat(history.report().leftOut())
        .containsExactly(
            entry("read before (same listener and song, begun within 30 seconds)", 3L));
    assertThat(ListenBrainzHistory.read(write(one)).plays()).isEqualTo(3);
  }

  @Test
  void listens_thatAreNone_areLeftOutAndCounted() throws IOException {
    String zero = "{\"listened_at\":0,\"track_metadata\":{\"track_name\":\"z\"}}\n";
    String unnamed = "{\"listened_at\":1600000000,\"track_metadata\":{\"artist_name\":\"A\"}}\n";
    String none =
        "{\"user_name\":\"None\",\"listened_at\":1600000300,\"track_metadata\":"
            + "{\"track_name\":\"c\",\"mbid_mapping\":{\"recording_mbid\":\"nan\"},"
            + "\"additional_info\":{\"recording_mbid\":\"m3\"}}}\n";
    ListeningHistory history = ListenBrainzHistory.read(write(WHOLE + zero + unnamed + none));

    assertThat(history.catalogue().songs()).extracting(Song::id).containsExactly("m1", "m2", "m3");
    assertThat(history.listeners()).containsExactly("ann", "17", "");
    assertThat(history.report().leftOut())
        .containsExactly(entry("before 1971", 1L), entry("without a title", 1L));
    assertThat(history.report().warnings())
        .containsExactly(
            "2 plays name no listener, and are taken for those of one more: leave them out if they"
                + " are of several");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"track_metadata\":{\"track_name\":\"a\"}}|must have listened_at",
        "{\"listened_at\":1000000000000000}|time must be in the years 0 to 9999, but is not",
        "{\"listened_at\":\"x\"}|/listened_at must be a whole number, was a text",
        "{\"listened_at\":1,\"track_metadata\":{\"track_name\":7}}|/track_metadata/track_name must be a text or null, was a whole number",
        "{\"listened_at\":1600000000,\"track_metadata\":{\"track_name\":\"b\",\"mbid_mapping\":{\"recording_mbid\":\"A\\ta\"}}}|identifier must not hold a tab",
        "[]|must be an object, was an array",
        "{\"listened_at\":1,|is cut off",
        "{} {}|must end after its JSON value, but goes on"
      })
  void unreadableLine_isCountedAndReported(String line, String problem) throws IOException {
    Path file = write(WHOLE + line + "\n");
    ListeningHistory history = ListenBrainzHistory.read(file, 0.5);

    assertThat(history.plays()).isEqualTo(3);
    assertThat(history.report().entries().unreadable()).isOne();
    assertThat(history.report().entries().examples()).containsExactly(file + ":5: " + problem);
  }

  @Test
  void unreadableLines_overTheLimit() throws IOException {
    Path file = write(WHOLE + "x\n".repeat(3));
    assertThatThrownBy(() -> ListenBrainzHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(
            file
                + ": 3 of 6 lines could not be read; at most 0.1% may, or 10 if that is less than"
                + " half (see skippedLimit, --skipped-limit); the first: "
                + file
                + ":5: ");
  }

  @Test
  void deepNesting_isALineThatCannotBeRead() throws IOException {
    Path file = write(WHOLE + "{\"x\":" + "[".repeat(100_000) + "\n");
    assertThat(ListenBrainzHistory.read(file, 0.5).report().entries().examples().toString())
        .contains(":5: must be JSON: Document nesting depth");
  }

  @Test
  void aLineThatDoesNotEnd() throws IOException {
    Path file = Packed.bomb(folder.resolve("long.gz"), "{\"user_name\":\"");
    assertThatThrownBy(() -> ListenBrainzHistory.read(file))
        .hasMessage(file + ":1: line must have at most 1048576 bytes, but has more");
  }

  @Test
  void arrayAndAnswer_skipWhatCannotBeRead() throws IOException {
    String listens =
        """
        [{"listened_at": 1600000000, "track_metadata": {"artist_name": "A", "track_name": "a"}},
         {"listened_at": null, "track_metadata": {"artist_name": "A", "track_name": "b"}},
         {"track_metadata": {"artist_name": "A", "track_name": "c", "mbid_mapping": {"x": [1]}}},
         "none",
         {"listened_at": 1600000200, "track_metadata": {"artist_name": "A", "track_name": "d"}},
         {"listened_at": 1600000400, "track_metadata": {"artist_name": "A", "track_name": "e"}},
         {"listened_at": 1600000600, "track_metadata": {"artist_name": "A", "track_name": "f"}}]
        """;
    for (String text :
        List.of(listens, "{\"payload\": {\"count\": 4, \"listens\": %s}}".formatted(listens))) {
      Path file = Files.writeString(folder.resolve("x.json"), text);
      ListeningHistory history = ListenBrainzHistory.read(file);

      assertThat(history.catalogue().songs())
          .extracting(Song::title)
          .containsExactly("a", "d", "e", "f");
      assertThat(history.report().entries().count()).isEqualTo(7);
      assertThat(history.report().entries().examples())
          .hasSize(3)
          .allSatisfy(example -> assertThat(example).contains("x.json:"));
      Path cut = Files.writeString(folder.resolve("x.json"), text.substring(0, 250));
      assertThatThrownBy(() -> ListenBrainzHistory.read(cut))
          .isInstanceOf(FileFormatException.class)
          .hasMessageContaining("is cut off after play 2");
    }
  }

  @Test
  void aFolderWithoutListens() {
    assertThatThrownBy(() -> ListenBrainzHistory.read(folder))
        .hasMessage(
            folder
                + ": must hold a file that ends in .listens or .jsonl or .ndjson or .json, but holds"
                + " none");
  }

  @Test
  void durationPlayed_isHowLongASongWasHeard() throws IOException {
    String listen =
        "{\"listened_at\":%d,\"track_metadata\":{\"artist_name\":\"A\",\"track_name\":\"%s\","
            + "\"additional_info\":{\"duration_played\":%s}}}\n";
    Playlist playlist =
        ListenBrainzHistory.read(
                write(
                    listen.formatted(1_600_000_000, "a", "187.6")
                        + listen.formatted(1_600_000_200, "b", "\"3:07\"")
                        + listen.formatted(1_600_000_400, "a", "null")))
            .sessions(SessionRules.ofDefaults())
            .playlists()
            .findFirst()
            .orElseThrow();

    assertThat(playlist.heard(0)).contains(Duration.ofSeconds(187));
    assertThat(playlist.heard(1)).isEmpty();
    assertThat(playlist.heard(2)).isEmpty();
  }
}
