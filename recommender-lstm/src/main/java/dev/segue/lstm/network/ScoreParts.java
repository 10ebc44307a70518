package dev.segue.lstm.network;

import dev.segue.Explanation.Kind;
import dev.segue.Explanation.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a network's score of a song into the parts it is the sum of: the score is the product of
 * the listener's output and the song's vector, which is a sum itself, plus the bias and the recency
 * weights.
 */
public final class ScoreParts {

  private ScoreParts() {}

  /**
   * Returns the parts, computed in double precision.
   *
   * @param memory the songs in the listener's memory
   * @param plays when the listener played or skipped the song before, in words
   */
  public static List<Part> of(
      LstmNetwork network,
      SongFeatures features,
      int song,
      LstmState state,
      MemoryFeatures memory,
      String plays) {
    Architecture architecture = network.architecture();
    SongScorer scorer = network.scorer();
    float[] output = state.output();
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(Kind.POPULARITY, "", scorer.bias()[song]));
    if (!architecture.tied()) {
      double product = 0;
      for (int i = 0; i < output.length; i++) {
        product += (double) output[i] * scorer.weights()[i][song];
      }
      parts.add(new Part(Kind.SONG, "", product));
    } else {
      EmbeddingTable table = network.table();
      double own = song < table.rows() ? product(output, table.own(), song) : 0;
      parts.add(new Part(Kind.SONG, "", own));
      if (!architecture.features().isEmpty()) {
        addFeatures(parts, architecture.features().get(song), features, table, output);
      }
    }
    for (int i = 0; i < architecture.recency().size(); i++) {
      Recency recency = architecture.recency().get(i);
      double added = 0;
      for (int ago = 0; ago < recency.window(); ago++) {
        int group = state.recent()[i][ago];
        added +=
            group >= 0 && group == recency.groupOf()[song]
                ? scorer.recencyWeights().get(i)[ago]
                : 0;
      }
      if (added != 0) {
        parts.add(new Part(recency.group().kind(), "", added));
      }
    }
    addMemory(parts, scorer.remembered(state, memory), memory, song, plays);
    return parts;
  }

  private static void addMemory(
      List<Part> parts, float[] remembered, MemoryFeatures memory, int song, String plays) {
    for (int i = 0; i < remembered.length; i++) {
      if (memory.song(i) == song) {
        Kind kind = memory.isSkip(i) ? Kind.SKIPPED : Kind.PLAYED;
        parts.add(new Part(kind, plays, remembered[i]));
      }
    }
  }

  private static void addFeatures(
      List<Part> parts,
      SongFeatures.Row row,
      SongFeatures features,
      EmbeddingTable table,
      float[] output) {
    double description = 0;
    for (int i = 0; i < row.features().length; i++) {
      int feature = row.features()[i];
      double contribution = row.weights()[i] * product(output, table.features(), feature);
      if (features.kind(feature) == Kind.DESCRIPTION) {
        description += contribution;
      } else {
        parts.add(new Part(features.kind(feature), features.name(feature), contribution));
      }
    }
    if (features.dimensions() > 0) {
      parts.add(new Part(Kind.DESCRIPTION, "", description));
    }
  }

  /** The product of an output and a row of a matrix. */
  private static double product(float[] output, float[] matrix, int row) {
    double product = 0;
    for (int i = 0; i < output.length; i++) {
      product += (double) output[i] * matrix[row * output.length + i];
    }
    return product;
  }
}
