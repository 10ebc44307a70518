package dev.segue.lstm.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.ListenerMemory;
import dev.segue.Song;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryFeaturesTest {

  private static final int SONGS = 100;

  @Test
  void scoreOfASong_isThatOfAllSongs_bitForBit() {
    Catalogue catalogue =
        Catalogue.of(IntStream.range(0, SONGS).mapToObj(i -> Song.of("song " + i)).toList());
    ListenerMemory memory = ListenerMemory.of(catalogue);
    Random random = new Random(1);
    Instant now = Instant.EPOCH;
    for (int play = 0; play < 1000; play++) {
      now = now.plus(Duration.ofMinutes(random.nextInt(600)));
      memory.play(catalogue.song(random.nextInt(SONGS)), now);
    }
    float[] weights = new float[MemoryFeatures.COUNT];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    MemoryFeatures features = new MemoryFeatures(false);
    features.read(memory, now.plusSeconds(200), Optional.empty());

    float[] all = features.scores(weights);

    assertThat(all).hasSize(SONGS);
    assertThat(all[0]).isNotEqualTo(all[1]);
    for (int i = 0; i < SONGS; i++) {
      assertThat(features.score(i, weights)).isEqualTo(all[i]);
    }
  }

  @Test
  void copies_areTheValuesOfAllFeatures() {
    Catalogue catalogue = Catalogue.of(List.of(Song.of("twice"), Song.of("both"), Song.of("skip")));
    Instant begun = Instant.parse("2024-06-03T08:00:00Z");
    ListenerMemory memory = ListenerMemory.of(catalogue);
    memory.play(0, begun).play(1, begun.plusSeconds(200)).play(0, begun.plusSeconds(4000));
    memory.skip(1, begun.plusSeconds(4100)).skip(2, begun.plusSeconds(4200));
    MemoryFeatures features = new MemoryFeatures(true);
    features.read(memory, begun.plusSeconds(9000), Optional.empty());

    assertThat(features.size()).isEqualTo(4);
    for (int i = 0; i < features.size(); i++) {
      float[] copied = new float[MemoryFeatures.count(true)];
      features.copyTraces(i, copied, features.isSkip(i) ? MemoryFeatures.COUNT : 0);
      for (int bytes = features.classes(i); bytes > 0; bytes >>= 8) {
        copied[bytes & 255]++;
      }
      for (int feature = 0; feature < copied.length; feature++) {
        assertThat(copied[feature]).isEqualTo(features.value(i, feature));
      }
    }
    assertThat(MemoryFeatures.COUNT).as("fit in a byte").isLessThanOrEqualTo(256);
  }
}
