package dev.segue.pages.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.segue.pages.map.SongPlane.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SongPlaneTest {

  private static final int CLUSTERS = 3;
  private static final int SONGS = 30;
  private static final int SIZE = 60;

  /** Songs in three directions, one after another. */
  private static float[][] clusters() {
    Random random = new Random(1);
    float[][] vectors = new float[CLUSTERS * SONGS][SIZE];
    for (int song = 0; song < vectors.length; song++) {
      double square = 0;
      for (int i = 0; i < SIZE; i++) {
        double centre = i == song % CLUSTERS ? 1 : 0;
        vectors[song][i] = (float) (centre + 0.05 * random.nextGaussian());
        square += vectors[song][i] * vectors[song][i];
      }
      for (int i = 0; i < SIZE; i++) {
        vectors[song][i] /= (float) Math.sqrt(square);
      }
    }
    return vectors;
  }

  private static double distance(Place one, Place other) {
    return Math.hypot(one.across() - other.across(), one.up() - other.up());
  }

  @Test
  void songsOfOneDirection_lieTogether() {
    List<Place> places = SongPlane.layOut(clusters());

    for (int song = 0; song < places.size(); song++) {
      Place place = places.get(song);
      List<Integer> others = new ArrayList<>(IntStream.range(0, places.size()).boxed().toList());
      others.sort(Comparator.comparingDouble(other -> distance(place, places.get(other))));
      int cluster = song % CLUSTERS;
      assertThat(others.subList(0, 10)).allMatch(other -> other % CLUSTERS == cluster);
    }
  }

  @Test
  void layout_isTheSameEachTime() {
    assertThat(SongPlane.layOut(clusters())).isEqualTo(SongPlane.layOut(clusters()));
  }

  @Test
  void interruption_endsIt() {
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(CancellationException.class)
          .isThrownBy(() -> SongPlane.layOut(clusters()))
          .withMessage("laying out songs was cancelled: its thread is interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void songsThatAreNothing_haveAPlace() {
    float[][] vectors = clusters();
    vectors[3] = new float[SIZE];
    vectors[4] = new float[SIZE];

    assertThat(SongPlane.layOut(vectors))
        .allMatch(place -> Float.isFinite(place.across()) && Float.isFinite(place.up()));
  }

  @Test
  void fewSongs_lieByTheirPrincipalComponents() {
    List<Place> places = SongPlane.layOut(new float[][] {{0, 0.6f, 0.8f}, {0, -0.6f, 0.8f}});

    assertThat(distance(places.get(0), places.get(1))).isCloseTo(1.2, within(1e-6));
    assertThat(distance(places.get(0), new Place(0, 0))).isCloseTo(1, within(1e-6));
  }

  @Test
  void songsOfOneDimension_lieOnALine() {
    assertThat(SongPlane.layOut(new float[][] {{1}, {-1}})).extracting(Place::up).containsOnly(0f);
  }
}
