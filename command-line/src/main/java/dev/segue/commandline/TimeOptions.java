package dev.segue.commandline;

import dev.segue.dl4j.LstmTrainer;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a training that tell what it makes of the times of plays. */
final class TimeOptions {

  @Option(
      names = "--memory",
      negatable = true,
      description =
          "Whether what a listener played across sessions changes scores, where plays have times."
              + " Default: yes.")
  private @Nullable Boolean memory;

  @Option(
      names = "--clock",
      negatable = true,
      description =
          "Whether the hour, the day and the minutes change the weights of the memory. Default: yes.")
  private @Nullable Boolean clock;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "Time zone of the clock, such as Europe/Lisbon. Default: UTC.")
  private @Nullable ZoneId zone;

  /** Makes the settings that are given; the others keep their defaults. */
  void addTo(LstmTrainer.Builder builder) {
    Train.ifGiven(memory, builder::memory);
    Train.ifGiven(clock, builder::clock);
    Train.ifGiven(zone, builder::zone);
  }
}
