package dev.segue.samples.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.baselines.RecentPlays;
import dev.segue.samples.StandardOutput;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of a listener's memory in the javadoc. */
class MemoryExamplesTest {

  private static final PlaylistDataset PLAYLISTS = Jazz.playlists();
  private static final Catalogue RETRAINED =
      Catalogue.of(List.of(Song.of("Impressions"), Song.of("So What"), Song.of("Naima")));

  @RegisterExtension final StandardOutput out = new StandardOutput();

  private final SequenceRecommender recommender =
      RecentPlays.builder().leaveOutLast(0).build().train(PLAYLISTS);
  private final Catalogue catalogue = PLAYLISTS.catalogue();
  private final Catalogue retrained = RETRAINED;

  @Test
  void memory() {
    // @start region="memory"
    ListenerMemory ann = ListenerMemory.of(catalogue);
    ListeningSession kitchen = recommender.newSession(ann);
    ListeningSession phone = recommender.newSession(ann);
    kitchen.play("So What", Instant.parse("2026-11-26T20:00:00Z"));
    phone.play("Naima", Instant.parse("2026-11-28T08:00:00Z"));
    phone.play("So What", Instant.parse("2026-11-28T08:04:00Z"));

    Instant now = Instant.parse("2026-11-28T20:04:00Z");
    System.out.println(kitchen.at(now).recommend(1).get(0).song()); // knows both sessions
    System.out.println(ann.describe("So What", now).orElse("never played"));

    ListenerMemory moved = ListenerMemory.of(retrained); // a new catalogue, after more training
    ann.plays().forEach(moved::add);
    System.out.println(moved.songs() + " songs, the last: " + moved.plays().get(0).song());
    // @end

    assertThat(out.lines())
        .containsExactly(
            "So What - Miles Davis",
            "played once a week, last 12 hours ago",
            "2 songs, the last: So What");
  }

  @Test
  void memoryOfAHistory() {
    PlaylistDataset history =
        PlaylistDataset.of(
            catalogue, List.of(catalogue.playlist(List.of("Naima")).withTimes("ann", 0)));
    ListenerMemory ann = ListenerMemory.of(catalogue);
    history.history().forEach(ann::play);
    assertThat(ann.plays().get(0).last()).isEqualTo(Instant.EPOCH);
  }
}
