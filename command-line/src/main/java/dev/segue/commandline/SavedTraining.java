package dev.segue.commandline;

import dev.segue.EpochReport;
import dev.segue.TrainingDivergedException;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A training of a command, with progress: its model is saved, also if a signal stops it or its
 * numbers diverge.
 *
 * @param command that trains
 * @param settings of the training
 * @param epochs receives each epoch
 * @param checkpoint from which it goes on later if it is stopped
 * @param model where it is saved
 */
record SavedTraining(
    CommandSpec command,
    LstmTrainer.Builder settings,
    EpochsJson epochs,
    CheckpointOptions checkpoint,
    Path model) {

  /** Reads what is to be learnt, and learns it. */
  @FunctionalInterface
  interface Training {
    LstmRecommender train(LstmTrainer trainer, Progress progress) throws IOException;
  }

  /**
   * Runs the training and saves its model.
   *
   * @return the report of each epoch
   * @throws IOException if that fails
   */
  List<EpochReport> run(Training training) throws IOException {
    try (Progress progress = Segue.progress(command);
        StopOnSignal signal = new StopOnSignal()) {
      LstmTrainer trainer =
          settings.listener(epochs).listener(new EpochProgress(progress)).listener(signal).build();
      LstmRecommender trained = training.train(trainer, progress);
      if (!signal.isStopped()) {
        SavedModel.save(trained, model);
        checkpoint.delete();
        progress.line(new TrainingEnd(networks(trainer), epochs.reports()).toString());
        progress.line("saved " + model);
      } else if (epochs.reports().isEmpty()) {
        progress.line(
            "stopped before the end of an epoch: no model is saved; " + checkpoint.howToGoOn());
      } else {
        SavedModel.save(trained, model);
        progress.line(
            "stopped; saved the best epoch so far as %s; %s"
                .formatted(model, checkpoint.howToGoOn()));
      }
    } catch (TrainingDivergedException e) {
      throw e.lastGoodEpoch().isEmpty()
          ? e
          : new IllegalStateException(
              "%s; the epoch before is in %s"
                  .formatted(
                      e.getMessage(), SavedModel.elsewhere(e.lastGoodEpoch().orElseThrow(), e)),
              e);
    }
    return epochs.reports();
  }

  private static int networks(LstmTrainer trainer) {
    return Integer.parseInt(trainer.settings().getOrDefault("ensemble", "1"));
  }
}
