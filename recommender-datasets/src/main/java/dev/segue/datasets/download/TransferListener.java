package dev.segue.datasets.download;

import java.util.OptionalLong;

/** Receives the progress of a transfer, on the downloading thread, after each piece is written. */
@FunctionalInterface
public interface TransferListener {

  /**
   * Called after each piece received.
   *
   * @param bytes bytes of the file received so far, including those of earlier transfers
   * @param total the size of the file in bytes, or empty if the server did not say
   */
  void onReceived(long bytes, OptionalLong total);
}
