package dev.segue.samples.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.Playlist.Skip;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.SyntheticStation;
import dev.segue.samples.StandardOutput;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of songs, playlists and datasets in the javadoc. */
class PlaylistExamplesTest {

  @RegisterExtension final StandardOutput out = new StandardOutput();

  @Test
  void song() {
    // @start region="song"
    Song known = new Song("t1", "So What", "Miles Davis", List.of("jazz", "modal"));
    Song byItsId = Song.of("t2");
    System.out.println(known + ", " + byItsId); // So What - Miles Davis, t2
    // @end

    assertThat(out.lines()).containsExactly("So What - Miles Davis, t2");
  }

  @Test
  void catalogue() {
    // @start region="catalogue"
    Song soWhat = Song.of("t1", "So What", "Miles Davis");
    Song naima = Song.of("t2", "Naima", "John Coltrane");
    Catalogue catalogue = Catalogue.of(List.of(soWhat, naima));

    Playlist playlist = catalogue.playlist(List.of("t2", "t1")); // indices 1 and 0
    playlist.songs().mapToObj(catalogue::song).forEach(System.out::println);
    // @end

    assertThat(out.lines()).containsExactly("Naima - John Coltrane", "So What - Miles Davis");
  }

  @Test
  void playlist() {
    // @start region="playlist"
    Playlist playlist = Playlist.of(4, 0, 2, 1).withContext(2);
    System.out.println(playlist.transitions()); // 3, to learn from
    System.out.println(playlist.targets()); // 2, to predict: the songs 2 and 1
    // @end

    assertThat(out.lines()).containsExactly("3", "2");
  }

  @Test
  void times() {
    // @start region="times"
    Playlist evening = Playlist.of(4, 0).withTimes("ann", 1_580_644_800, 1_580_645_100);
    System.out.println(evening.listener().orElseThrow() + ", " + evening.time(1));
    // ann, 2020-02-02T12:05:00Z
    // @end

    assertThat(out.lines()).containsExactly("ann, 2020-02-02T12:05:00Z");
  }

  @Test
  void skips() {
    // @start region="skips"
    Skip skipped = new Skip(7, 1, Optional.empty(), Optional.of(Duration.ofSeconds(12)));
    Playlist evening = Playlist.of(4, 0).withSkips(List.of(skipped)); // between 4 and 0
    System.out.println(evening.songs().boxed().toList() + ", not " + evening.skips().get(0).song());
    // [4, 0], not 7
    // @end

    assertThat(out.lines()).containsExactly("[4, 0], not 7");
  }

  @Test
  void dataset() {
    // @start region="dataset"
    record Broadcasts(Catalogue catalogue, List<int[]> shows) implements PlaylistDataset {
      @Override
      public Stream<Playlist> playlists() {
        return shows.stream().map(Playlist::of);
      }
    }
    // @end

    Catalogue catalogue = Catalogue.of(Stream.of("So What", "Naima").map(Song::of).toList());
    assertThat(new Broadcasts(catalogue, List.of(new int[] {1, 0})).playlists())
        .containsExactly(Playlist.of(1, 0));
  }

  @Test
  void split() {
    PlaylistDataset playlists = SyntheticStation.of(60, 400, 42);
    // @start region="split"
    DatasetSplit split = playlists.split(0.8, 0.1, 0.1, 42).minimumPlays(5);
    split.statistics().warnings().forEach(System.out::println);
    // @end

    assertThat(split.training().playlists()).hasSize(320);
    assertThat(out.lines())
        .anyMatch(line -> line.startsWith("test has ") && line.contains(" targets: the 95%"));
  }
}
