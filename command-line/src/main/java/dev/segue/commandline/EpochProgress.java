package dev.segue.commandline;

import dev.segue.EpochReport;
import dev.segue.TrainingListener;

/** Shows a training: what trains, how far the epoch is, and a line when it is over. */
final class EpochProgress implements TrainingListener {

  private final Progress progress;
  private int shownEpoch;
  private String ofHowMany = "";

  EpochProgress(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void onStart(String device) {
    progress.line("training on " + device);
  }

  @Override
  public Decision onProgress(int epoch, long done, long total) {
    if (epoch != shownEpoch) {
      shownEpoch = epoch;
      progress.start("training epoch " + epoch + ofHowMany, total);
    }
    progress.to(done);
    if (done == total) {
      progress.start("validating epoch " + epoch + ofHowMany);
    }
    return Decision.CONTINUE;
  }

  @Override
  public Decision onEpoch(EpochReport report) {
    ofHowMany = " of " + report.epochs();
    progress.line(TrainingListener.describe(report));
    return Decision.CONTINUE;
  }
}
