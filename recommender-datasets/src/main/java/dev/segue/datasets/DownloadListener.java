package dev.segue.datasets;

import java.util.OptionalLong;

/**
 * Is told how far a download is. It is called on the thread that called for the download, after
 * each piece that was received, thousands of times a download; what it throws ends the download and
 * reaches the caller.
 */
@FunctionalInterface
public interface DownloadListener {

  /**
   * Another piece was received.
   *
   * @param received bytes of the file that are here, those of an earlier, broken download included;
   *     smaller than before when a download had to start over
   * @param total bytes that the file has, or empty if the server did not tell
   */
  void onProgress(long received, OptionalLong total);
}
