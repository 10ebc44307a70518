package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

  private static final PlaylistDataset TRAINING = PlaylistDataset.of(List.of(List.of("a", "b")));

  @Test
  void of_hasTheDigestsAlone() {
    assertThat(Provenance.of(TRAINING))
        .isEqualTo(
            new Provenance(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.of(PlaylistDigests.of(TRAINING))))
        .hasToString("digests of 1 playlists");
  }

  @Test
  void of_playlistsWithTimes_knowsWhenTheLastPlayBegan() {
    PlaylistDataset training =
        PlaylistDataset.of(
            TRAINING.catalogue(),
            List.of(
                Playlist.of(0, 1).withTimes("ann", 60, 7200),
                Playlist.of(1).withTimes("bob", 3600),
                Playlist.of(1, 0),
                Playlist.of().withTimes("cid")));

    assertThat(Provenance.of(training).trainedUntil())
        .contains(Instant.parse("1970-01-01T02:00:00Z"));
    assertThat(Provenance.of(training))
        .hasToString("trained until 1970-01-01T02:00:00Z, digests of 2 playlists");
    assertThat(Provenance.of(training).withoutDigests())
        .isEqualTo(Provenance.unknown().trainedUntil(Instant.ofEpochSecond(7200)));
  }

  @Test
  void eachPart_isSetAndTheOthersStay() {
    Provenance provenance =
        Provenance.of(TRAINING)
            .format("csv")
            .split("time:7d/7d")
            .sessionGap(Duration.ofMinutes(20))
            .sessionMax("12h,500")
            .minimumPlays(5);

    assertThat(provenance)
        .hasToString(
            "format csv, split time:7d/7d, session gap PT20M, session max 12h,500, minimum plays 5,"
                + " digests of 1 playlists");
    assertThat(provenance.format("yes").split()).contains("time:7d/7d");
    assertThat(Provenance.unknown()).hasToString("unknown");
  }

  @Test
  void updated_isOfBoth_untilTheLaterTime() {
    PlaylistDataset later = PlaylistDataset.of(List.of(List.of("a", "b"), List.of("b", "a")));
    Instant monday = Instant.parse("2024-01-01T00:00:00Z");
    Instant tuesday = Instant.parse("2024-01-02T00:00:00Z");
    Provenance first = Provenance.of(TRAINING).format("csv").trainedUntil(tuesday);

    Provenance updated =
        first.updated(Provenance.of(later).format("yes").minimumPlays(2).trainedUntil(monday));

    assertThat(updated)
        .isEqualTo(
            Provenance.of(
                    PlaylistDataset.of(
                        later.catalogue(),
                        List.of(Playlist.of(1, 0), Playlist.of(0, 1), Playlist.of(0, 1))))
                .format("csv")
                .minimumPlays(2)
                .trainedUntil(tuesday));
    assertThat(first.updated(Provenance.unknown())).isEqualTo(first);
    assertThat(Provenance.unknown().updated(first)).isEqualTo(first);
  }

  @Test
  void wrongValues_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Provenance.unknown().sessionGap(Duration.ZERO))
        .withMessage("sessionGap must be > 0, was PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Provenance.unknown().minimumPlays(0))
        .withMessage("minimumPlays must be > 0, was 0");
    assertThatNullPointerException()
        .isThrownBy(() -> Provenance.unknown().split(null))
        .withMessage("split");
    assertThatNullPointerException()
        .isThrownBy(() -> Provenance.unknown().sessionMax(null))
        .withMessage("sessionMax");
    assertThatNullPointerException().isThrownBy(() -> Provenance.of(null)).withMessage("training");
  }
}
