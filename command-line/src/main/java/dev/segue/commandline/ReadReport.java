package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.DatasetReport;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a dataset was read, for people and for programs. Immutable.
 *
 * @param report what its reader reports
 * @param songs the number of songs
 * @param playlists the number of playlists
 * @param plays the number of songs in all playlists
 */
record ReadReport(DatasetReport report, int songs, long playlists, long plays) {

  static Optional<ReadReport> of(PlaylistDataset dataset) {
    return dataset.report().map(report -> of(dataset, report));
  }

  private static ReadReport of(PlaylistDataset dataset, DatasetReport report) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      long[] counts = new long[2];
      playlists.forEach(
          playlist -> {
            counts[0]++;
            counts[1] += playlist.size();
          });
      return new ReadReport(report, dataset.catalogue().size(), counts[0], counts[1]);
    }
  }

  /** The report in a few lines. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("read " + report.format() + ": " + counts());
    if (!report.columns().used().isEmpty()) {
      lines.add("columns: " + report.columns());
    }
    if (report.entries().unreadable() > 0) {
      lines.add(
          "skipped %d unreadable lines, the first: %s"
              .formatted(
                  report.entries().unreadable(),
                  report.entries().examples().stream().findFirst().orElse("unknown")));
    }
    if (!report.leftOut().isEmpty()) {
      lines.add("left out: " + leftOut());
    }
    report.warnings().forEach(warning -> lines.add("warning: " + warning));
    return lines;
  }

  private String counts() {
    List<String> counts = new ArrayList<>();
    report.listening().ifPresent(each -> counts.add(count(each.listeners(), "listener")));
    boolean sessions = report.listening().filter(each -> each.sessions().isPresent()).isPresent();
    counts.add(count(playlists, sessions ? "session" : "playlist"));
    counts.add(count(songs, "song"));
    counts.add(count(plays, "play"));
    if (report.skips() > 0) {
      counts.add(count(report.skips(), "skip"));
    }
    report
        .listening()
        .ifPresent(
            each ->
                counts.add(
                    each.first().isPresent() && each.last().isPresent()
                        ? "from %s to %s".formatted(each.first().get(), each.last().get())
                        : "no times"));
    return String.join(", ", counts);
  }

  private static String count(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }

  private String leftOut() {
    return report.leftOut().entrySet().stream()
        .map(each -> String.format(Locale.ROOT, "%,d %s", each.getValue(), each.getKey()))
        .collect(Collectors.joining(", "));
  }

  /** Writes the report as the field {@code read}. */
  void write(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("read");
    json.writeStringField("format", report.format());
    json.writeObjectFieldStart("columns");
    for (Map.Entry<String, String> column : report.columns().used().entrySet()) {
      json.writeStringField(column.getKey(), column.getValue());
    }
    json.writeEndObject();
    JsonOption.writeTexts(json, "ignored_columns", report.columns().ignored());
    json.writeNumberField("entries", report.entries().count());
    json.writeNumberField("unreadable", report.entries().unreadable());
    JsonOption.writeTexts(json, "first_unreadable", report.entries().examples());
    json.writeObjectFieldStart("left_out");
    for (Map.Entry<String, Long> rule : report.leftOut().entrySet()) {
      json.writeNumberField(rule.getKey(), rule.getValue());
    }
    json.writeEndObject();
    json.writeNumberField("playlists", playlists);
    json.writeNumberField("songs", songs);
    json.writeNumberField("plays", plays);
    json.writeNumberField("skips", report.skips());
    if (report.listening().isPresent()) {
      write(json, report.listening().get());
    }
    JsonOption.writeTexts(json, "warnings", report.warnings());
    json.writeEndObject();
  }

  /** Writes who listened, and when, as fields. */
  static void write(JsonGenerator json, DatasetReport.Listening listening) throws IOException {
    json.writeNumberField("listeners", listening.listeners());
    if (listening.sessions().isPresent()) {
      json.writeNumberField("sessions", listening.sessions().getAsInt());
    }
    if (listening.first().isPresent()) {
      json.writeStringField("first", listening.first().get().toString());
    }
    if (listening.last().isPresent()) {
      json.writeStringField("last", listening.last().get().toString());
    }
  }
}
