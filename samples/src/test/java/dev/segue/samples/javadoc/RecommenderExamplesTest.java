package dev.segue.samples.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.ListeningSession;
import dev.segue.PlaylistDataset;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.TrainingListener;
import dev.segue.baselines.LatentMarkovEmbedding;
import dev.segue.baselines.MarkovChain;
import dev.segue.samples.StandardOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of recommenders, sessions, rules and listeners in the javadoc. */
class RecommenderExamplesTest {

  private static final PlaylistDataset PLAYLISTS = Jazz.playlists();

  @RegisterExtension final StandardOutput out = new StandardOutput();

  private final SequenceRecommender recommender = MarkovChain.trainer().train(PLAYLISTS);

  @Test
  void recommender() {
    // @start region="recommender"
    recommender
        .recommend(List.of("So What", "Blue in Green"), 3)
        .forEach(recommendation -> System.out.println(recommendation.song()));
    // @end

    assertThat(out.lines())
        .hasSize(3)
        .startsWith("All Blues - Miles Davis"); // twice after Blue in Green
  }

  @Test
  void session() {
    // @start region="session"
    ListeningSession session = recommender.newSession().play("So What").play("Blue in Green");
    session.recommend(3).forEach(System.out::println);

    byte[] snapshot = session.snapshot(); // for a store of your own
    ListeningSession resumed = recommender.restore(snapshot).play("All Blues");
    // @end

    assertThat(out.lines()).hasSize(3).first().asString().endsWith("All Blues - Miles Davis");
    assertThat(resumed.heard())
        .extracting(song -> song.id())
        .containsExactly("So What", "Blue in Green", "All Blues");
  }

  @Test
  void skipsLikesAndBans() {
    ListeningSession session = recommender.newSession().play("So What");
    // @start region="skips"
    session.skip("Blue in Green", Duration.ofSeconds(9)); // or skip(id) if you do not know
    session.like("All Blues");
    session.ban("Naima").banArtist("Miles Davis");
    // @end

    assertThat(session.heard())
        .extracting(song -> song.id())
        .containsExactly("So What", "All Blues");
    assertThat(session.recommend(5))
        .allSatisfy(each -> assertThat(each.song().artist()).isEqualTo("John Coltrane"))
        .noneSatisfy(each -> assertThat(each.song().id()).isEqualTo("Naima"));
  }

  @Test
  void rules() {
    ListeningSession session = recommender.newSession().play("Giant Steps").play("Blue in Green");
    // @start region="rules"
    RecommendationRules rules =
        RecommendationRules.none()
            .noRepeats()
            .atMostPerArtist(1)
            .where(song -> !song.tags().contains("live"))
            .boost(song -> song.artist().equals("John Coltrane") ? Math.log(2) : 0);

    session.recommend(5, rules).forEach(System.out::println);
    // @end

    assertThat(out.lines())
        .as("one song of Miles Davis, and one of John Coltrane that was not heard")
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).endsWith("All Blues - Miles Davis"),
            line -> assertThat(line).endsWith("Naima - John Coltrane"));
  }

  @Test
  void trainingListener() {
    // @start region="trainingListener"
    TrainingListener untilGoodEnough =
        report ->
            report.validationAccuracyAt10().orElse(0) > 0.5
                ? TrainingListener.Decision.STOP
                : TrainingListener.Decision.CONTINUE;
    // @end

    List<Integer> epochs = new ArrayList<>();
    LatentMarkovEmbedding.builder()
        .epochs(7)
        .listener(
            report -> {
              epochs.add(report.epoch());
              return untilGoodEnough.onEpoch(report);
            })
        .build()
        .train(PLAYLISTS, PLAYLISTS);
    assertThat(epochs).as("six songs: every list of ten holds the target").containsExactly(1);
  }

  @Test
  void servingListener() {
    // @start region="servingListener"
    LongAdder lists = new LongAdder();
    LongAdder nanoseconds = new LongAdder();
    SequenceRecommender measured =
        recommender.withListener(
            (recommendations, time) -> {
              lists.increment();
              nanoseconds.add(time.toNanos());
            });
    // @end

    measured.newSession().play("So What").recommend(3);
    assertThat(lists.sum()).isEqualTo(1);
    assertThat(nanoseconds.sum()).isPositive();
  }
}
