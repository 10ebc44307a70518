package dev.segue.datasets;

import java.util.OptionalLong;

/**
 * Receives the progress of a download. The downloading thread calls it after each piece received,
 * thousands of times per download. An exception that it throws ends the download and reaches the
 * caller.
 */
@FunctionalInterface
public interface DownloadListener {

  /**
   * Called after each piece received.
   *
   * @param received bytes of the file received so far, including those of an earlier, broken
   *     download; smaller than before if the download had to start over
   * @param total the size of the file in bytes, or empty if the server did not say
   */
  void onProgress(long received, OptionalLong total);
}
