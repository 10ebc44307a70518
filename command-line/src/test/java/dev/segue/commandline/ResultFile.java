package dev.segue.commandline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of {@code docs/results}: what {@code compare}, {@code evaluate} or {@code
 * benchmarks/beside.py} measured.
 *
 * @param name of the file, without its ending
 * @param origin command, date and machine
 * @param rows the figures of each system, or those of the only one under the file's own name
 */
record ResultFile(
    String name, Map<String, String> origin, Map<String, Row> rows, long transitions) {

  /**
   * Figures of one system, by their metric.
   *
   * @param ranges of some: an interval, or the least and the greatest of several runs
   */
  record Row(Map<String, Double> values, Map<String, List<Double>> ranges) {}

  static ResultFile read(Path file) throws IOException {
    Map<String, Object> json = Execution.json(Files.readString(file));
    String name = file.getFileName().toString().replace(".json", "");
    Map<String, String> origin = new HashMap<>();
    object(json.get("origin")).forEach((key, value) -> origin.put(key, String.valueOf(value)));
    Map<String, Row> rows = new HashMap<>();
    if (json.containsKey("systems")) {
      for (Object system : array(json.get("systems"))) {
        Map<String, Object> fields = object(system);
        Row row = row(fields, "intervals");
        row.values().put("training_seconds", number(fields.get("training_seconds")));
        row.values().put("milliseconds", number(fields.get("recommendation_milliseconds")));
        rows.put(String.valueOf(fields.get("name")), row);
      }
      for (Object pair : array(json.get("significance"))) {
        addDifference(object(pair), rows);
      }
    } else {
      Row row = row(json, "ranges");
      if (json.containsKey("groups")) {
        array(json.get("groups")).forEach(group -> addGroup(object(group), row));
      }
      rows.put(name, row);
    }
    double transitions = json.containsKey("transitions") ? number(json.get("transitions")) : 0;
    return new ResultFile(name, origin, rows, (long) transitions);
  }

  /** Figures of some of the targets, as {@code compare} names them. */
  private static void addGroup(Map<String, Object> group, Row row) {
    row(group, "ranges")
        .values()
        .forEach(
            (metric, value) ->
                row.values().put("%s[%s]".formatted(metric, group.get("name")), value));
  }

  /** How far a system is ahead of another one: the row is called after both. */
  private static void addDifference(Map<String, Object> pair, Map<String, Row> rows) {
    Row row =
        rows.computeIfAbsent(
            "%s, %s".formatted(pair.get("best"), pair.get("other")),
            names -> new Row(new HashMap<>(), new HashMap<>()));
    String metric = String.valueOf(pair.get("metric"));
    row.values().put(metric, number(pair.get("difference")));
    row.ranges().put(metric, List.of(number(pair.get("low")), number(pair.get("high"))));
  }

  private static Row row(Map<String, Object> fields, String ranges) {
    Row row = new Row(new HashMap<>(), new HashMap<>());
    object(fields.get("metrics"))
        .forEach(
            (metric, value) -> {
              if (value != null) {
                row.values().put(metric, number(value));
              }
            });
    object(fields.getOrDefault(ranges, Map.of()))
        .forEach(
            (metric, bounds) ->
                row.ranges().put(metric, array(bounds).stream().map(ResultFile::number).toList()));
    return row;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(@Nullable Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> array(@Nullable Object value) {
    return (List<Object>) value;
  }

  private static double number(@Nullable Object value) {
    return (Double) value;
  }
}
