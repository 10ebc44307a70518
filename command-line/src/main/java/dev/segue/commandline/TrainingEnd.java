package dev.segue.commandline;

import dev.segue.EpochReport;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Which epoch of a training was kept, and whether more may be better. Immutable.
 *
 * @param networks how many were trained, each with epochs of its own
 * @param reports of the epochs of this run: of a training that was resumed, the last ones
 */
record TrainingEnd(int networks, List<EpochReport> reports) {

  /** In one line. */
  @Override
  public String toString() {
    if (reports.isEmpty()) {
      return "kept the best epoch of the checkpoint";
    }
    EpochReport last = reports.get(reports.size() - 1);
    String epochs = "%d of %d".formatted(last.epoch(), last.epochs());
    if (last.validationLogLikelihood().isEmpty()) {
      return "trained epoch %s, and kept the last: nothing validates".formatted(epochs);
    }
    if (networks > 1 || reports.get(0).epoch() > 1) {
      return "stopped after epoch %s, kept the best%s"
          .formatted(epochs, networks > 1 ? " of each network" : "");
    }
    EpochReport best = best();
    if (last.epoch() < last.epochs()) {
      return "stopped after epoch %s, kept epoch %s".formatted(epochs, describe(best));
    }
    return best.epoch() == last.epoch()
        ? "kept the last epoch, %s: it was still improving, more --epochs may be better"
            .formatted(describe(best))
        : "stopped after all %d epochs, kept epoch %s".formatted(last.epochs(), describe(best));
  }

  /** The first of equally good ones, as in training. */
  private EpochReport best() {
    return reports.stream()
        .max(
            Comparator.comparingDouble(TrainingEnd::logLikelihood)
                .thenComparing(EpochReport::epoch, Comparator.reverseOrder()))
        .orElseThrow();
  }

  private static double logLikelihood(EpochReport report) {
    return report.validationLogLikelihood().orElseThrow();
  }

  private static String describe(EpochReport report) {
    return String.format(
        Locale.ROOT,
        "%d (validation log-likelihood %.4f nats)",
        report.epoch(),
        logLikelihood(report));
  }
}
