package dev.segue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** Memories that a history keeps for later are those that it would make anew, whoever asks. */
@Param(name = "playlist", gen = IntGen.class, conf = "20:39")
public class PlayHistoryThreadsTest {

  private static final Catalogue CATALOGUE = Catalogue.of(List.of(Song.of("a"), Song.of("b")));

  /** Of one listener; enough, and long enough, that some memories are kept. */
  private static final List<Playlist> PLAYLISTS =
      IntStream.range(0, 40)
          .mapToObj(
              day ->
                  Playlist.of(day % 2, 0, 1, day / 2 % 2)
                      .withTimes(
                          "ann", LongStream.range(0, 4).map(i -> 86_400L * day + i).toArray()))
          .toList();

  private final PlayHistory history = PlayHistory.of(CATALOGUE, PLAYLISTS.stream());

  @Operation
  public String before(@Param(name = "playlist") int playlist) {
    return history.before(PLAYLISTS.get(playlist)).plays().toString();
  }

  @Test
  void memories_askedForByTwoThreads_areThoseOfOne() {
    // As they come: there are too many steps in a memory to choose their order.
    new StressOptions()
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(10)
        .invocationsPerIteration(200)
        .minimizeFailedScenario(false)
        .check(PlayHistoryThreadsTest.class);
  }
}
