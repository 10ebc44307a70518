package dev.segue.dl4j;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was measured, as a line of JSON: texts and numbers by name, of which the first names the
 * part. Immutable.
 */
final class GpuMeasurement {

  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Object> values;

  private GpuMeasurement(Map<String, Object> values) {
    this.values = values;
  }

  /** Returns one of a part. */
  static GpuMeasurement of(String part) {
    return new GpuMeasurement(Map.of()).with("part", part);
  }

  /**
   * Adds a value, unless it is a number that is not finite.
   *
   * @param value a text or a number
   */
  GpuMeasurement with(String name, Object value) {
    if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
      return this;
    }
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new GpuMeasurement(more);
  }

  /** Adds the median of some microseconds a step, with the fastest and the slowest. */
  GpuMeasurement withMicroseconds(double[] repeats) {
    double[] sorted = repeats.clone();
    Arrays.sort(sorted);
    return with("microseconds", sorted[sorted.length / 2])
        .with("fastest", sorted[0])
        .with("slowest", sorted[sorted.length - 1]);
  }

  /** Whether it has a value. */
  boolean has(String name, Object value) {
    Object own = values.get(name);
    if (own instanceof Number number && value instanceof Number other) {
      return number.doubleValue() == other.doubleValue();
    }
    return value.equals(own);
  }

  /** A number, or NaN if it has none of the name. */
  double number(String name) {
    return values.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** Adds it to a file as a line, and prints it. */
  void write(Path file) throws IOException {
    System.out.println(this);
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      for (Map.Entry<String, Object> each : values.entrySet()) {
        if (each.getValue() instanceof Number number) {
          json.writeFieldName(each.getKey());
          json.writeNumber(text(number));
        } else {
          json.writeStringField(each.getKey(), each.getValue().toString());
        }
      }
      json.writeEndObject();
    }
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Reads the lines of a file; those that are cut off are left out. */
  static List<GpuMeasurement> read(Path file) throws IOException {
    List<GpuMeasurement> all = new ArrayList<>();
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      if (line.startsWith("{") && line.endsWith("}")) {
        all.add(new GpuMeasurement(parse(line)));
      }
    }
    return all;
  }

  private static Map<String, Object> parse(String line) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        boolean isText = json.nextToken() == JsonToken.VALUE_STRING;
        values.put(name, isText ? json.getText() : json.getDoubleValue());
      }
    }
    return values;
  }

  private static String text(Number number) {
    double value = number.doubleValue();
    if (value == Math.rint(value)) {
      return Long.toString((long) value);
    }
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.4f" : "%.1f", value);
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(
            each ->
                each.getKey()
                    + " "
                    + (each.getValue() instanceof Number number ? text(number) : each.getValue()))
        .collect(Collectors.joining(", "));
  }
}
