package dev.segue.datasets.download;

import java.util.OptionalLong;

/** Is called on the downloading thread after each piece that was received and written. */
@FunctionalInterface
public interface TransferListener {

  /**
   * Another piece was received.
   *
   * @param bytes of the file that are here, those of an earlier transfer included
   * @param total bytes that the file has, or empty if the server did not tell
   */
  void onReceived(long bytes, OptionalLong total);
}
