package dev.segue.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.Catalogue;
import dev.segue.Explanation;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.SessionHistory.Skip;
import dev.segue.Song;
import dev.segue.SongPlays;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The part of the recommender's contract that is about skips, likes and bans. */
abstract class SkipsAndBansContract extends ListeningSessionContract {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Duration HEARD = Duration.ofSeconds(9);

  /** A session that played the second song of the catalogue and skipped the first. */
  private static ListeningSession skipping(SequenceRecommender recommender) {
    return recommender
        .newSession()
        .play(songId(recommender, 1))
        .skip(songId(recommender, 0), HEARD);
  }

  @Test
  void skip_isNoPlay_andIsRemembered() {
    SequenceRecommender recommender = recommender();
    Catalogue catalogue = recommender.catalogue();
    ListeningSession session = skipping(recommender);
    List<Skip> skipped = session.history().skipped();
    assertThat(session.skip(catalogue.song(1).id())).isSameAs(session);
    assertThat(session.heard()).containsExactly(catalogue.song(1));
    assertThat(skipped).containsExactly(new Skip(catalogue.song(0), 1, HEARD));
    assertThat(session.history().skipped())
        .hasSize(2)
        .endsWith(new Skip(catalogue.song(1), 1, Duration.ZERO));
  }

  @Test
  void skip_isInTheMemory_apartFromPlays() {
    SequenceRecommender recommender = recommender();
    Catalogue catalogue = recommender.catalogue();
    ListenerMemory memory = ListenerMemory.of(catalogue);
    ListeningSession session = recommender.newSession(memory);
    session.at(NOW).play(songId(recommender, 1)).skip(songId(recommender, 0), HEARD);
    assertThat(memory.plays()).extracting(SongPlays::song).containsExactly(catalogue.song(1));
    assertThat(memory.skips()).extracting(SongPlays::song).containsExactly(catalogue.song(0));
    assertThat(memory.skips().get(0).last()).isEqualTo(NOW);
    assertThat(memory.skips().get(0).traces()).as("one skip").containsOnly(1.0);
  }

  @Test
  void skip_ofASongThatTheCatalogueLacks_isRemembered_butItsIdIsRefused() {
    SequenceRecommender recommender = recommender();
    Song stranger = new Song("an id that no catalogue has", "Title", "Artist", List.of());
    ListeningSession session = recommender.newSession().skip(stranger, HEARD);
    assertThat(session.history().skipped()).containsExactly(new Skip(stranger, 0, HEARD));
    assertThat(recommender.restore(session.snapshot()).history().skipped())
        .isEqualTo(session.history().skipped());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.skip(stranger.id(), HEARD))
        .withMessageContaining(stranger.id());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.skip(songId(recommender, 0), HEARD.negated()))
        .withMessage("heard must be >= 0, was PT-9S");
    assertThat(session.history().skipped()).hasSize(1);
  }

  @Test
  void skips_areInCopiesAndSnapshots_withTheSameScores() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = skipping(recommender).play(songId(recommender, 1));
    List<UnaryOperator<ListeningSession>> ways =
        List.of(
            ListeningSession::copy,
            each -> recommender.restore(each.snapshot()),
            recommender::resume);
    for (UnaryOperator<ListeningSession> way : ways) {
      ListeningSession same = way.apply(session);
      assertThat(same.heard()).isEqualTo(session.heard());
      assertThat(same.history().skipped()).isEqualTo(session.history().skipped());
      assertThat(values(same.scores())).isEqualTo(values(session.scores()));
      same.skip(songId(recommender, 0));
      assertThat(session.history().skipped()).hasSize(1);
    }
    assertThat(values(skipping(recommender).play(songId(recommender, 1)).scores()))
        .as("the same songs again")
        .isEqualTo(values(session.scores()));
  }

  @Test
  void skippedSongs_areNoNewOnesToRules() {
    SequenceRecommender recommender = recommender();
    Song skipped = recommender.catalogue().song(0);
    int songs = recommender.catalogue().size();
    RecommendationRules rules = RecommendationRules.none().noRepeats();
    assertThat(skipping(recommender).recommend(songs, rules))
        .extracting(Recommendation::song)
        .doesNotContain(skipped)
        .hasSize(songs - 2);
  }

  @Test
  void explain_leavesOutOneSkip() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = skipping(recommender).play(songId(recommender, 1));
    ListeningSession without =
        recommender.newSession().play(songId(recommender, 1)).play(songId(recommender, 1));
    String song = songId(recommender, 0);
    Explanation explanation = session.explain(song);
    assertThat(explanation.heard()).hasSize(2);
    assertThat(explanation.skipped())
        .containsExactly(
            new Explanation.Influence(
                recommender.catalogue().song(0),
                1,
                recommender.probabilistic()
                    ? session.logProbability(song) - without.logProbability(song)
                    : session.score(song) - without.score(song)));
  }

  @Test
  void like_isAPlayThatCountsMore() {
    SequenceRecommender recommender = recommender();
    String song = songId(recommender, 1);
    ListenerMemory memory = ListenerMemory.of(recommender.catalogue());
    ListeningSession session = recommender.newSession(memory);
    session.at(NOW).like(song);
    assertThat(session.heard()).containsExactly(recommender.catalogue().song(1));
    assertThat(memory.plays().get(0).traces())
        .allSatisfy(trace -> assertThat(trace).isEqualTo(5, within(1e-2)));
    session.at(NOW.plusSeconds(200)).like(song);
    assertThat(session.heard()).as("played once, liked twice").hasSize(1);
    assertThat(memory.plays().get(0).last()).isEqualTo(NOW);
    assertThat(memory.plays().get(0).traces())
        .allSatisfy(trace -> assertThat(trace).isEqualTo(9, within(2e-2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.like("no song"))
        .withMessageContaining("no song");
  }

  @Test
  void bannedSong_isInNoListAndNoContinuation_untilTheBanIsLifted() {
    SequenceRecommender recommender = recommender();
    int songs = recommender.catalogue().size();
    ListeningSession session = recommender.newSession().play(songId(recommender, 1));
    List<Recommendation> all = session.recommend(songs);
    float[] scores = values(session.scores());
    Song best = all.get(0).song();
    assertThat(session.ban(best.id())).isSameAs(session);
    List<Recommendation> others = all.subList(1, songs);
    assertThat(session.recommend(songs)).isEqualTo(others);
    assertThat(session.recommend(1)).isEqualTo(others.subList(0, 1));
    assertThat(session.recommend(songs, RecommendationRules.none())).isEqualTo(others);
    assertThat(session.recommend(songs, RecommendationRules.none().boost(song -> 0)))
        .extracting(Recommendation::song)
        .doesNotContain(best)
        .hasSize(songs - 1);
    assertThat(session.continuation(3, RecommendationRules.none())).doesNotContain(best);
    assertThat(session.best(songs)).isEqualTo(all);
    assertThat(values(session.scores())).isEqualTo(scores);
    assertThat(session.unban(best.id()).recommend(songs)).isEqualTo(all);
  }

  @Test
  void bannedArtist_isInNoList_untilTheBanIsLifted() {
    SequenceRecommender recommender = recommender();
    Catalogue catalogue = recommender.catalogue();
    int songs = catalogue.size();
    ListeningSession session = recommender.newSession();
    List<Recommendation> all = session.recommend(songs);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.banArtist(""))
        .withMessage("artist must be known, was ''");
    assumeTrue(catalogue.songs().stream().anyMatch(song -> !catalogue.leadArtist(song).isEmpty()));
    Song song =
        catalogue.songs().stream()
            .filter(each -> !catalogue.leadArtist(each).isEmpty())
            .findFirst()
            .orElseThrow();
    String artist = catalogue.leadArtist(song);
    assertThat(session.banArtist(song.artist())).isSameAs(session);
    assertThat(session.recommend(songs))
        .isEqualTo(
            all.stream()
                .filter(each -> !catalogue.leadArtist(each.song()).equals(artist))
                .toList());
    assertThat(session.unbanArtist(song.artist()).recommend(songs)).isEqualTo(all);
  }

  @Test
  void bans_areTheListeners_inCopiesAndSnapshotsToo() {
    SequenceRecommender recommender = recommender();
    String banned = songId(recommender, 0);
    ListenerMemory memory = ListenerMemory.of(recommender.catalogue());
    recommender.newSession(memory).ban(banned);
    assertThat(memory.bannedSongs()).containsExactly(banned);
    assertBans(banned, recommender.newSession(memory));
    for (ListeningSession session :
        List.of(recommender.newSession(memory), recommender.newSession().ban(banned))) {
      assertBans(banned, session.copy());
      assertBans(banned, recommender.restore(session.snapshot()));
      assertBans(banned, recommender.resume(session));
      assertBans(banned, session.at(NOW));
    }
  }

  private static void assertBans(String songId, ListeningSession session) {
    int songs = session.recommender().catalogue().size();
    assertThat(session.recommend(songs))
        .extracting(each -> each.song().id())
        .hasSize(songs - 1)
        .doesNotContain(songId);
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without the checker does
  void nullSkipsAndBans_areRefusedByNameAndForgotten() {
    SequenceRecommender recommender = recommender();
    ListeningSession session = recommender.newSession();
    assertRefusesNull("songId", () -> session.skip((String) null, HEARD));
    assertRefusesNull("songId", () -> session.skip(null));
    assertRefusesNull("song", () -> session.skip((Song) null, HEARD));
    assertRefusesNull("heard", () -> session.skip(songId(recommender, 0), null));
    assertRefusesNull("songId", () -> session.like((String) null));
    assertRefusesNull("song", () -> session.like((Song) null));
    assertRefusesNull("songId", () -> session.ban(null));
    assertRefusesNull("artist", () -> session.banArtist(null));
    assertRefusesNull("songId", () -> session.unban(null));
    assertRefusesNull("artist", () -> session.unbanArtist(null));
    assertThat(session.history().skipped()).isEmpty();
    assertThat(session.heard()).isEmpty();
  }
}
