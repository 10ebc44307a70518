package dev.segue.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.baselines.Blend;
import dev.segue.baselines.RecentPlays;
import dev.segue.testing.SequenceRecommenderContract;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A blend of an LSTM and what was played lately keeps the contract, in time too. */
class BlendedLstmTest extends SequenceRecommenderContract {

  private static final LstmRecommender LSTM = RandomLstm.of(5);
  private static final RecentPlays RECENT =
      RecentPlays.builder()
          .leaveOutLast(1)
          .build()
          .train(PlaylistDataset.of(LSTM.catalogue(), List.of(Playlist.of(0, 1, 2))));
  private static final Blend BLEND = Blend.linear(LSTM, RECENT);

  @Override
  protected SequenceRecommender recommender() {
    return BLEND;
  }

  @Test
  void parts_thatAreLstms_shareOneMemory_whichCountsAPlayOnce() {
    Instant now = Instant.parse("2026-11-28T12:00:00Z");
    LstmRecommender other = RandomLstm.of(6);
    ListeningSession blend =
        played(Blend.linear(LSTM, other).newSession(ListenerMemory.of(LSTM.catalogue())), now);
    ListeningSession one = played(LSTM.newSession(ListenerMemory.of(LSTM.catalogue())), now);
    ListeningSession two = played(other.newSession(ListenerMemory.of(LSTM.catalogue())), now);

    for (String song : List.of("song3", "song4", "song5")) {
      double mean = (Math.exp(one.logProbability(song)) + Math.exp(two.logProbability(song))) / 2;
      assertThat(Math.exp(blend.logProbability(song))).isCloseTo(mean, within(1e-5 * mean));
    }
    assertThat(one.score("song3"))
        .as("the memory counts")
        .isNotEqualTo(LSTM.newSession().play("song3").play("song4").score("song3"));
  }

  /** A session that has heard two songs in the hour before now. */
  private static ListeningSession played(ListeningSession session, Instant now) {
    return session
        .play("song3", now.minusSeconds(3600))
        .play("song4", now.minusSeconds(240))
        .at(now);
  }
}
