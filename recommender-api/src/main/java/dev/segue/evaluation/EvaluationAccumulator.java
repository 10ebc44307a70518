package dev.segue.evaluation;

import dev.segue.Catalogue;
import dev.segue.Song;
import dev.segue.evaluation.Evaluation.Protocol;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Accumulates metrics over transitions, playlist by playlist. One thread at a time. */
final class EvaluationAccumulator {

  private final List<Metric> metrics;
  private final Catalogue catalogue;

  /** {@code [metrics]}: used for the metrics that are means. */
  private final PlaylistSums[] sums;

  private final PlaylistDraws draws = new PlaylistDraws();

  /** {@code [metrics][songs]}: used for the metrics of how often songs are recommended. */
  private final long[][] exposures;

  /** {@code [metrics]}: used for the metrics of calibration. */
  private final Confidences[] confidences;

  private long playlist;
  private long transitions;
  private long unknownTargets;
  private boolean timed;

  EvaluationAccumulator(List<Metric> metrics, Catalogue catalogue) {
    this.metrics = metrics;
    this.catalogue = catalogue;
    this.sums = new PlaylistSums[metrics.size()];
    this.exposures = new long[metrics.size()][];
    this.confidences = new Confidences[metrics.size()];
    for (int m = 0; m < sums.length; m++) {
      sums[m] = new PlaylistSums();
      exposures[m] = new long[metrics.get(m) instanceof ExposureMetric ? catalogue.size() : 0];
      confidences[m] =
          new Confidences(metrics.get(m) instanceof CalibrationMetric of ? of.bins() : 0);
    }
  }

  void add(ScoredTransition transition) {
    if (transition.playlist() != playlist) {
      endPlaylist();
      playlist = transition.playlist();
    }
    transitions++;
    unknownTargets += transition.known() ? 0 : 1;
    timed |= transition.time().isPresent();
    for (int m = 0; m < sums.length; m++) {
      if (metrics.get(m) instanceof MeanMetric mean) {
        mean.perTransition().apply(transition).ifPresent(sums[m]::add);
      } else if (metrics.get(m) instanceof CalibrationMetric) {
        confidences[m].add(transition.confidence().orElseThrow(), MeanMetric.hit(1, transition));
      } else {
        for (Song song : transition.recommended().subList(0, listLength(transition, m))) {
          catalogue.index(song.id()).ifPresent(expose(m));
        }
      }
    }
  }

  private void endPlaylist() {
    if (transitions > 0) {
      draws.draw(playlist);
      Arrays.stream(sums).forEach(each -> each.endPlaylist(draws));
    }
  }

  private int listLength(ScoredTransition transition, int metric) {
    return Math.min(metrics.get(metric).listLength(), transition.recommended().size());
  }

  private IntConsumer expose(int metric) {
    return song -> exposures[metric][song]++;
  }

  Evaluation evaluation() {
    if (transitions == 0) {
      throw new IllegalArgumentException(
          "dataset must have at least 1 target, but has none: give it a playlist of two songs");
    }
    endPlaylist();
    return new Evaluation(
        transitions,
        unknownTargets,
        timed ? Protocol.FORWARD_IN_TIME : Protocol.WITHIN_PLAYLIST,
        IntStream.range(0, sums.length).mapToObj(this::result).toList());
  }

  private Evaluation.Result result(int m) {
    if (metrics.get(m) instanceof ExposureMetric metric) {
      return Evaluation.Result.of(metric, Exposures.of(exposures[m]));
    }
    if (metrics.get(m) instanceof CalibrationMetric metric) {
      return Evaluation.Result.of(metric, confidences[m]);
    }
    return Evaluation.Result.of((MeanMetric) metrics.get(m), sums[m]);
  }
}
