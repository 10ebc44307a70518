package dev.segue.dl4j;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A piece of the weights and moments that a worker, or all together, have come to in a round: small
 * enough to be sent, and worth a computer's while. Immutable; may be shared by threads, and
 * serialised.
 */
public final class WeightPiece implements Serializable {

  private static final long serialVersionUID = 1;

  private static final int MAX_LENGTH = 1 << 20;

  /** The number of the worker, from 0. */
  private final int worker;

  /** What the worker, or all of them, found. */
  private final WorkerSteps found;

  /** The name of the tensor. */
  private final String tensor;

  /** Where in the tensor the piece begins. */
  private final int from;

  /** The values. */
  private final float[] values;

  private WeightPiece(int worker, WorkerSteps found, String tensor, int from, float[] values) {
    this.worker = worker;
    this.found = found;
    this.tensor = tensor;
    this.from = from;
    this.values = values;
  }

  /** Cuts the state of a worker's network into pieces. */
  static List<WeightPiece> cut(int worker, WorkerSteps found, Map<String, float[]> state) {
    List<WeightPiece> pieces = new ArrayList<>();
    state.forEach(
        (tensor, values) -> {
          for (int from = 0; from < values.length; from += MAX_LENGTH) {
            int to = Math.min(values.length, from + MAX_LENGTH);
            pieces.add(
                new WeightPiece(worker, found, tensor, from, Arrays.copyOfRange(values, from, to)));
          }
        });
    return pieces;
  }

  /** Joins all pieces of a state. */
  static Map<String, float[]> join(Collection<WeightPiece> pieces) {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    pieces.forEach(
        piece -> lengths.merge(piece.tensor, piece.from + piece.values.length, Math::max));
    Map<String, float[]> state = new LinkedHashMap<>();
    lengths.forEach((tensor, length) -> state.put(tensor, new float[length]));
    pieces.forEach(
        piece ->
            System.arraycopy(
                piece.values, 0, state.get(piece.tensor), piece.from, piece.values.length));
    return state;
  }

  /**
   * Returns what pieces of the same weights have in common.
   *
   * @return the place of the piece, such as {@code weights.embedding 0}
   */
  public String place() {
    return tensor + " " + from;
  }

  /**
   * Returns the mean of what workers have come to, each as often as it learnt from transitions. It
   * is the same, bit for bit, in whatever order they are given.
   *
   * @param pieces of the same {@linkplain #place place}, one of each worker that took a step
   * @return the mean
   * @throws IllegalArgumentException if there is none
   */
  public static WeightPiece mean(Collection<WeightPiece> pieces) {
    Objects.requireNonNull(pieces, "pieces");
    pieces.forEach(each -> Objects.requireNonNull(each, "pieces"));
    List<WeightPiece> sorted =
        pieces.stream().sorted(Comparator.comparingInt(piece -> piece.worker)).toList();
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("pieces must not be empty");
    }
    WeightPiece first = sorted.get(0);
    double[] sum = new double[first.values.length];
    WorkerSteps found = WorkerSteps.NONE;
    for (WeightPiece piece : sorted) {
      found = found.with(piece.found);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += piece.found.transitions() * (double) piece.values[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / found.transitions());
    }
    return new WeightPiece(first.worker, found, first.tensor, first.from, mean);
  }

  /** What its worker, or all of them, found. */
  WorkerSteps found() {
    return found;
  }
}
