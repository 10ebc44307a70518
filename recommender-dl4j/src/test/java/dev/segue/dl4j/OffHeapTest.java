package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.PlaylistDataset;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a training takes outside the Java heap is given back. */
class OffHeapTest {

  private static final long KILOBYTE = 1024;

  @Tag("slow")
  @Test
  void twentyTrainings_keepNoMoreThanTwo() throws InterruptedException {
    train(2);
    long afterTwo = settled(0);

    train(20);

    assertThat(settled(afterTwo)).isLessThanOrEqualTo(afterTwo + 64 * KILOBYTE);
  }

  private static void train(int times) {
    PlaylistDataset dataset =
        PlaylistDataset.of(Collections.nCopies(50, List.of("a", "b", "c", "d")));
    for (int i = 0; i < times; i++) {
      LstmTrainer.builder().embeddingSize(32).hiddenSize(32).epochs(1).build().train(dataset);
    }
  }

  /** Waits, up to ten seconds, until no more than so many bytes are allocated. */
  private static long settled(long enough) throws InterruptedException {
    for (int i = 0; i < 100 && Pointer.totalBytes() > enough; i++) {
      System.gc();
      Thread.sleep(enough == 0 ? 10 : 100);
    }
    return Pointer.totalBytes();
  }
}
