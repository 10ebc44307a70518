package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.commandline.DataOptions.Part;
import dev.segue.datasets.history.ListeningHistory;
import dev.segue.datasets.history.SessionRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of parts in which there is nothing to learn from, or to predict. */
class PartCheckTest {

  /** One playlist of twenty songs. */
  private static final Path ONE_PLAYLIST =
      Path.of(
          "../recommender-datasets/src/test/resources/dev/segue/datasets/cases/small01/one.m3u8");

  /** A listener, two sessions. */
  private static final PlaylistDataset SESSIONS =
      ListeningHistory.builder()
          .add("ann", Instant.parse("2009-01-03T00:00:00Z"), Song.of("a"))
          .add("ann", Instant.parse("2009-01-03T00:04:00Z"), Song.of("b"))
          .add("ann", Instant.parse("2009-04-30T10:04:00Z"), Song.of("b"))
          .add("ann", Instant.parse("2009-04-30T10:08:00Z"), Song.of("a"))
          .build()
          .sessions(SessionRules.ofDefaults());

  @TempDir private Path folder;

  private static Optional<String> problem(String rule, PlaylistDataset dataset, Part part) {
    SplitRule split = SplitRule.parse(rule);
    return new PartCheck(split, 1, dataset, split.of(dataset)).problem(part);
  }

  @Test
  void partByTime_saysWhenAllPartsAre() {
    assertThat(problem("time:2009-04-01/2009-05-01", SESSIONS, Part.TEST))
        .contains(
            "the test part (from 2009-05-01 on) is empty since the plays are from 2009-01-03 to"
                + " 2009-04-30T10:08:00Z; training (before 2009-04-01) has 1 playlist with 1"
                + " transition, validation (from 2009-04-01 until 2009-05-01) has 1 playlist with 1"
                + " target, test (from 2009-05-01 on) has 0 playlists with 0 targets; choose"
                + " another --split");
    assertThat(problem("time:2009-04-01/2009-05-01", SESSIONS, Part.VALID)).isEmpty();
  }

  @Test
  void partByTimeWithoutTargets_saysHowManyPlaylistsItHas() {
    assertThat(problem("time:2009-04-30T10:04:01Z/2009-04-30T10:08:01Z", SESSIONS, Part.VALID))
        .isEmpty();
    assertThat(problem("time:2009-04-30/2009-04-30T10:08:00Z", SESSIONS, Part.VALID))
        .hasValueSatisfying(
            message ->
                assertThat(message)
                    .startsWith(
                        "the validation part (from 2009-04-30 until 2009-04-30T10:08:00Z) has no"
                            + " target in its 1 playlist; the plays are from 2009-01-03 to"));
  }

  @Test
  void partByLength_saysFromWhenOnItIs() {
    assertThat(problem("time:7d/1m", SESSIONS, Part.VALID))
        .hasValueSatisfying(
            message ->
                assertThat(message)
                    .contains("from 2009-04-23T10:07:00Z until 2009-04-30T10:07:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "random:80/20     | TEST  | the test part of random:80/20 is empty since there are 2 playlists",
        "random:100/0     | TEST  | is empty since its share is 0%; training has 2 playlists with 2",
        "file-order:0/50/50 | TRAIN | the training part of file-order:0/50/50 is empty since its share",
        "listeners:80/20  | TEST  | is empty since there is 1 listener in all; training has",
        "leave-last-out   | VALID | the validation part of leave-last-out is empty since no playlist has 3",
        "random:50/50     | VALID | there is no validation part in random:50/50",
      })
  void emptyPart_saysWhy(String rule, Part part, String reason) {
    assertThat(problem(rule, SESSIONS, part))
        .hasValueSatisfying(message -> assertThat(message).contains(reason));
  }

  @Test
  void minimumPlays_mayBeTheReason() {
    PlaylistDataset playlists =
        PlaylistDataset.of(List.of(List.of("a", "a"), List.of("b", "c"), List.of("a", "a")));
    SplitRule rule = SplitRule.parse("file-order:33/33/34");

    assertThat(
            new PartCheck(rule, 2, playlists, rule.of(playlists).minimumPlays(2))
                .problem(Part.VALID))
        .hasValueSatisfying(
            message ->
                assertThat(message).endsWith("choose another --split, or less than --min-plays 2"));
  }

  @Test
  void train_ofOnePlaylist_saysThatNothingValidates() {
    Path model = folder.resolve("m.segue");
    Execution training =
        Execution.of(
            ("train --format m3u --data %s --model %s --epochs 1 --embedding-size 4 --hidden-size 4")
                .formatted(ONE_PLAYLIST, model)
                .split(" "));
    Execution evaluation =
        Execution.of(
            "evaluate --format m3u --data %s --model %s".formatted(ONE_PLAYLIST, model).split(" "));

    assertThat(training.exitCode()).as(training.err()).isZero();
    assertThat(training.err())
        .contains(
            "nothing validates: the validation part of random:80/10/10@42 is empty since there is"
                + " 1 playlist in all");
    assertThat(evaluation.exitCode()).isEqualTo(1);
    assertThat(evaluation.err())
        .contains(
            "the test part of random:80/10/10@42 is empty since there is 1 playlist in all;"
                + " training has 1 playlist with 19 transitions, validation has 0 playlists");
  }

  @Test
  void train_ofNothingAtAPartByTime_isRefused() throws IOException {
    Path csv = folder.resolve("plays.csv");
    Files.writeString(
        csv,
        """
        user,time,song
        ann,2009-01-03T10:00:00Z,a
        ann,2009-01-03T10:04:00Z,b
        ann,2009-04-30T10:04:00Z,b
        ann,2009-04-30T10:08:00Z,a
        """);

    assertThat(train(csv, "time:2009-04-01/2009-05-01").err())
        .contains("the test part (from 2009-05-01 on) is empty since the plays are from");
    assertThat(train(csv, "time:7d/1m").err()).contains("the validation part (from");
    assertThat(train(csv, "time:2008-01-01").err())
        .contains("the training part (before 2008-01-01) is empty");
    assertThat(train(csv, "time:2008-01-01 --min-plays 2").err())
        .contains("the training part (before 2008-01-01) is empty");
    assertThat(folder.resolve("m.segue")).doesNotExist();
  }

  private Execution train(Path csv, String split) {
    return Execution.of(
        "train --format csv --data %s --model %s/m.segue --split %s"
            .formatted(csv, folder, split)
            .split(" "));
  }
}
