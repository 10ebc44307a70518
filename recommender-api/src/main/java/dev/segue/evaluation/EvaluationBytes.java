package dev.segue.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.evaluation.Evaluation.Protocol;
import dev.segue.evaluation.Evaluation.Result;
import dev.segue.quotation.Quotation;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * An evaluation as bytes, big-endian: {@code SgEv}, the version, the numbers of transitions and of
 * unknown targets, 1 if it is forward in time or else 0, the number of results; for each the name
 * of its metric and its sums; and the CRC-32 of all before it.
 */
final class EvaluationBytes {

  private static final int MAGIC = 0x53674576; // "SgEv"
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 4 * Integer.BYTES + 2 * Long.BYTES;

  private EvaluationBytes() {}

  static byte[] write(Evaluation evaluation) {
    List<Result> results = evaluation.results();
    int size = HEADER_BYTES + Integer.BYTES;
    for (Result result : results) {
      size = Math.addExact(size, bytes(result));
    }
    ByteBuffer to = ByteBuffer.allocate(size).putInt(MAGIC).putInt(VERSION);
    to.putLong(evaluation.transitions()).putLong(evaluation.unknownTargets());
    to.putInt(evaluation.protocol() == Protocol.FORWARD_IN_TIME ? 1 : 0).putInt(results.size());
    results.forEach(result -> write(result, to));
    return to.putInt(checksum(to.array())).array();
  }

  private static int bytes(Result result) {
    return Integer.BYTES + result.metric().getBytes(UTF_8).length + result.sums().bytes();
  }

  private static void write(Result result, ByteBuffer to) {
    byte[] name = result.metric().getBytes(UTF_8);
    to.putInt(name.length).put(name);
    result.sums().write(to);
  }

  /**
   * Reads an evaluation by some metrics.
   *
   * @throws IllegalArgumentException if it is damaged, of another version, or by other metrics
   */
  static Evaluation read(byte[] bytes, List<Metric> metrics) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    try {
      check("evaluation must begin with", MAGIC, from.getInt());
      check("version of the evaluation must be", VERSION, from.getInt());
      check(
          "evaluation is damaged or cut off: its checksum must be",
          checksum(bytes),
          ByteBuffer.wrap(bytes).getInt(bytes.length - Integer.BYTES));
      long transitions = from.getLong();
      long unknownTargets = from.getLong();
      Protocol protocol = from.getInt() == 0 ? Protocol.WITHIN_PLAYLIST : Protocol.FORWARD_IN_TIME;
      int size = from.getInt();
      if (size != metrics.size()) {
        throw new IllegalArgumentException(
            "evaluation must be by %d metrics, was by %d".formatted(metrics.size(), size));
      }
      List<Result> results = new ArrayList<>();
      for (Metric metric : metrics) {
        results.add(result(metric, from));
      }
      return new Evaluation(transitions, unknownTargets, protocol, results);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "evaluation must be whole, but is cut off after %d bytes".formatted(bytes.length), e);
    }
  }

  private static Result result(Metric metric, ByteBuffer from) {
    byte[] name = new byte[Math.min(from.getInt(), from.remaining())];
    from.get(name);
    if (!metric.name().equals(new String(name, UTF_8))) {
      throw new IllegalArgumentException(
          "metric of the evaluation must be %s, was %s"
              .formatted(Quotation.quote(metric.name()), Quotation.quote(new String(name, UTF_8))));
    }
    if (metric instanceof MeanMetric mean) {
      return Result.of(mean, PlaylistSums.read(from));
    }
    return metric instanceof CalibrationMetric calibration
        ? Result.of(calibration, Confidences.read(from))
        : Result.of((ExposureMetric) metric, Exposures.read(from));
  }

  private static void check(String rule, int expected, int actual) {
    if (actual != expected) {
      throw new IllegalArgumentException("%s 0x%x, was 0x%x".formatted(rule, expected, actual));
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, bytes.length - Integer.BYTES);
    return (int) checksum.getValue();
  }
}
