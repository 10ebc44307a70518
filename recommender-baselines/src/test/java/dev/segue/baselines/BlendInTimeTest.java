package dev.segue.baselines;

import static dev.segue.baselines.BlendTest.SONGS;
import static dev.segue.baselines.BlendTest.STATION;
import static dev.segue.baselines.BlendTest.always;
import static dev.segue.baselines.BlendTest.followers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Traces;
import dev.segue.testing.SequenceRecommenderContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Blends of recommenders that know the time. */
class BlendInTimeTest {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  @Nested
  class InTime extends SequenceRecommenderContract {

    private static final Blend BLEND =
        Blend.linear(
                RecentPlays.personalPopularity().train(STATION),
                ItemKnn.trainer().train(STATION),
                RecentPlays.builder().leaveOutLast(3).build().train(STATION))
            .weights(3, 1, 2);

    @Override
    protected SequenceRecommender recommender() {
      return BLEND;
    }
  }

  @Nested
  class LogLinearInTime extends SequenceRecommenderContract {

    private static final Blend BLEND =
        Blend.logLinear(
            ItemKnn.trainer().train(STATION), RecentPlays.personalPopularity().train(STATION));

    @Override
    protected SequenceRecommender recommender() {
      return BLEND.withListener((list, time) -> {});
    }
  }

  @Test
  void parts_shareOneMemory_whichCountsAPlayOnce() {
    SequenceRecommender personal = RecentPlays.personalPopularity().train(followers(1, 1, 1));
    Blend blend = Blend.linear(personal, Blend.logLinear(personal, personal));
    ListenerMemory memory = ListenerMemory.of(SONGS);
    ListeningSession session = blend.newSession(memory);
    session.play("b", NOW.minusSeconds(240)).play("c", NOW);
    ListenerMemory expected = ListenerMemory.of(SONGS).play(1, NOW.minusSeconds(240)).play(2, NOW);
    assertThat(logs(memory)).isEqualTo(logs(expected));
    assertThat(logs(blend.restore(session.snapshot()).memory().orElseThrow()))
        .isEqualTo(logs(expected));
    assertThat(logs(session.copy().memory().orElseThrow())).isEqualTo(logs(expected));
  }

  /** The logarithm of 1 + the longest trace of each song in memory. */
  private static Map<Integer, Float> logs(ListenerMemory memory) {
    Traces traces = new Traces();
    memory.read(NOW, traces);
    return IntStream.range(0, traces.size())
        .boxed()
        .collect(Collectors.toMap(traces::song, i -> traces.logs(7)[i]));
  }

  /** A play five days ago counts 1/2, one just now 1: shares of 1/3 and 2/3. */
  @Test
  void part_isAskedAtTheTimeOfTheBlend() {
    SequenceRecommender recent =
        RecentPlays.builder().leaveOutLast(0).build().train(followers(1, 1, 1));
    Blend blend = Blend.linear(always(true, 0.8, 0.1, 0.1), recent);
    ListeningSession session = blend.newSession(ListenerMemory.of(SONGS));
    session.play("c", NOW.minus(Duration.ofDays(5))).play("b", NOW);
    assertThat(Math.exp(session.at(NOW).logProbability("b")))
        .isEqualTo((0.1 + 0.99 * 2 / 3 + 0.01 / 3) / 2, within(1e-3));
    assertThat(Math.exp(session.at(NOW).logProbability("c")))
        .isEqualTo((0.1 + 0.99 / 3 + 0.01 / 3) / 2, within(1e-3));
  }

  @Test
  void session_toldTheTimeLate_hasJustHeardItsSongs() {
    SequenceRecommender personal = RecentPlays.personalPopularity().train(followers(1, 1, 1));
    ListeningSession session = Blend.linear(personal, personal).newSession().play("b").play("c");
    assertThat(logs(session.at(NOW).memory().orElseThrow()))
        .isEqualTo(
            logs(
                ListenerMemory.of(SONGS)
                    .play(1, NOW.minusSeconds(2))
                    .play(2, NOW.minusSeconds(1))));
  }

  /** Whoever has played c before plays it again; nothing in the playlist itself says so. */
  @Test
  void fits_knowWhatListenersPlayedBefore() {
    Playlist earlier = Playlist.of(2).withTimes("ann", 0);
    Playlist later = Playlist.of(0, 2).withTimes("ann", 86_400, 86_640);
    PlaylistDataset validation = PlaylistDataset.of(SONGS, List.of(later));
    PlaylistDataset part = validation.partOf(PlaylistDataset.of(SONGS, List.of(earlier, later)));
    SequenceRecommender[] parts = {
      always(true, 0.8, 0.1, 0.1), RecentPlays.personalPopularity().train(followers(1, 1, 1))
    };
    for (Blend blend : List.of(Blend.linear(parts), Blend.logLinear(parts))) {
      assertThat(blend.fit(part).weights()[1]).isGreaterThan(blend.fit(validation).weights()[1]);
    }
    assertThat(Blend.linear(parts).fit(part).weights()).containsExactly(0, 1);
    assertThat(Blend.linear(parts).fit(validation).weights()).containsExactly(1, 0);
  }
}
