package dev.segue.samples;

import dev.segue.DatasetSplit;
import dev.segue.datasets.history.LastFmHistory;
import dev.segue.datasets.history.ListeningHistory;
import dev.segue.datasets.history.SessionDataset;
import dev.segue.datasets.history.SessionRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** From a listening history to parts to train and test with. */
public final class FromHistory {

  private FromHistory() {}

  /**
   * Runs the sample.
   *
   * @param args a file in the format of Last.fm-1K
   * @throws IOException if it cannot be read
   */
  public static void main(String[] args) throws IOException {
    ListeningHistory history = LastFmHistory.read(Path.of(args[0]));

    SessionDataset sessions =
        history.sessions(
            SessionRules.ofDefaults().sessionGap(Duration.ofMinutes(20)).minimumSongs(2));

    DatasetSplit split = sessions.splitLast(Duration.ofDays(7), Duration.ofDays(7)).minimumPlays(2);

    System.out.println(history);
    System.out.println(split.statistics());
  }
}
