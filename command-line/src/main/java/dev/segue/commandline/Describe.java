package dev.segue.commandline;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.DatasetStatistics;
import dev.segue.SplitStatistics;
import dev.segue.datasets.SongVersions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what a dataset is like before anything is learnt from it. */
@Command(
    name = "describe",
    description = {
      "Describe a dataset, and warn where an evaluation on it would mislead.",
      "If it has parts, or --split or --min-plays is there, describe these too."
    },
    footer = {
      "",
      "Examples:",
      "  segue describe --data plays.csv",
      "  segue describe --data lme/dataset/yes_small --split random:80/10/10@42",
      "",
      "Guide: docs/datasets.md"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Describe implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private DataOptions data;
  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    data.check();
    json.files().reads("--data", data.path()).check();
    try (Progress progress = Segue.progress(command)) {
      data.recognise(progress);
      progress.start("reading playlists");
      DatasetStatistics whole = data.readWhole().statistics();
      Optional<SplitStatistics> parts =
          data.isDivided() ? Optional.of(data.readParts().statistics()) : Optional.empty();
      progress.end();
      Optional<ReadReport> read = data.readReport();
      SongVersions versions = SongVersions.of(data.readWhole().catalogue());
      print(read, whole, versions, parts, json.text());
      json.write(
          fields -> {
            write(fields, whole, parts);
            fields.writeNumberField("versions", versions.merged());
            if (read.isPresent()) {
              read.get().write(fields);
            }
          });
    }
    return 0;
  }

  private void print(
      Optional<ReadReport> read,
      DatasetStatistics whole,
      SongVersions versions,
      Optional<SplitStatistics> parts,
      PrintWriter text) {
    read.ifPresent(
        each -> {
          text.println(each.report());
          text.println();
        });
    Set<String> told =
        read.stream().flatMap(each -> each.report().toString().lines()).collect(toSet());
    whole.toString().lines().filter(line -> !told.contains(line)).forEach(text::println);
    if (versions.merged() > 0) {
      text.println("%s: --merge-versions takes them for one".formatted(versions));
    }
    parts.ifPresent(
        each -> {
          text.println();
          text.println(each);
        });
    text.flush();
  }

  private void write(JsonGenerator json, DatasetStatistics whole, Optional<SplitStatistics> parts)
      throws IOException {
    json.writeStringField("format", data.format().toString());
    write(json, whole);
    json.writeNumberField("skipped_lines", data.skippedLines());
    JsonOption.writeTexts(json, "first_skipped", data.firstSkipped());
    JsonOption.writeTexts(json, "warnings", whole.warnings());
    if (parts.isPresent()) {
      json.writeObjectFieldStart("split");
      write(json, parts.get());
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, SplitStatistics split) throws IOException {
    write(json, "training", split.training());
    write(json, "validation", split.validation());
    write(json, "test", split.test());
    json.writeNumberField("seen_pairs", split.seenPairs());
    JsonOption.writeNumber(json, "share_of_seen_pairs", split.shareOfSeenPairs());
    json.writeNumberField("copies", split.copies());
    json.writeNumberField("unseen_songs", split.unseenSongs());
    json.writeNumberField("unseen_targets", split.unseenTargets());
    JsonOption.writeTexts(json, "warnings", split.warnings());
  }

  private static void write(JsonGenerator json, String name, DatasetStatistics statistics)
      throws IOException {
    json.writeObjectFieldStart(name);
    write(json, statistics);
    if (statistics.listening().isPresent()) {
      ReadReport.write(json, statistics.listening().get());
    }
    json.writeEndObject();
  }

  /** Writes all but who listened and when, which of the whole is told by its report. */
  private static void write(JsonGenerator json, DatasetStatistics statistics) throws IOException {
    json.writeNumberField("playlists", statistics.playlists());
    json.writeNumberField("playlists_without_transition", statistics.playlistsWithoutTransition());
    json.writeNumberField("duplicates", statistics.duplicates());
    json.writeNumberField("songs", statistics.songs());
    json.writeNumberField("songs_played", statistics.songsPlayed());
    json.writeNumberField("songs_played_once", statistics.longTail().songsPlayedOnce());
    json.writeNumberField("plays", statistics.plays());
    json.writeNumberField("skips", statistics.skips());
    json.writeNumberField("transitions", statistics.transitions());
    json.writeNumberField("targets", statistics.targets());
    json.writeNumberField("foreseen", statistics.targets()); // what it was called before
    json.writeObjectFieldStart("lengths");
    json.writeNumberField("shortest", statistics.lengths().shortest());
    json.writeNumberField("median", statistics.lengths().median());
    json.writeNumberField("mean", statistics.lengths().mean());
    json.writeNumberField("ninety_percent", statistics.lengths().ninetyPercent());
    json.writeNumberField("longest", statistics.lengths().longest());
    json.writeEndObject();
    json.writeNumberField("immediate_repeats", statistics.repeats().immediate());
    json.writeNumberField("repeats", statistics.repeats().within());
    json.writeNumberField("share_of_top_hundredth", statistics.longTail().shareOfTopHundredth());
    json.writeNumberField("share_of_top_tenth", statistics.longTail().shareOfTopTenth());
  }
}
