package dev.segue.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The scores of all songs by each golden file: a line each, its name and the scores. */
final class GoldenScores {

  private static final String FILE = "scores.tsv";

  private GoldenScores() {}

  static void write(Map<String, double[]> scores, Path folder) throws IOException {
    String lines =
        scores.entrySet().stream()
            .map(entry -> entry.getKey() + "\t" + joined(entry.getValue()) + "\n")
            .collect(Collectors.joining());
    Files.writeString(folder.resolve(FILE), lines);
  }

  private static String joined(double[] scores) {
    return Arrays.stream(scores).mapToObj(Double::toString).collect(Collectors.joining("\t"));
  }

  static Map<String, double[]> read(Path folder) throws IOException {
    Map<String, double[]> scores = new TreeMap<>();
    for (String line : Files.readAllLines(folder.resolve(FILE))) {
      String[] fields = line.split("\t");
      scores.put(
          fields[0], Arrays.stream(fields).skip(1).mapToDouble(Double::parseDouble).toArray());
    }
    return scores;
  }
}
