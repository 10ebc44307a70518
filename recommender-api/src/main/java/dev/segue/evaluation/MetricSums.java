package dev.segue.evaluation;

import java.nio.ByteBuffer;

/** What a metric adds up: the sums of some playlists and those of others make those of all. */
sealed interface MetricSums permits PlaylistSums, Exposures, Confidences {

  /** The number of bytes that {@link #write} writes. */
  int bytes();

  void write(ByteBuffer to);
}
