package dev.segue.samples.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Recommendation;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.baselines.MarkovChain;
import dev.segue.datasets.DatasetFormat;
import dev.segue.datasets.ITunesLibrary;
import dev.segue.datasets.JspfDataset;
import dev.segue.datasets.M3uDataset;
import dev.segue.datasets.MpdDataset;
import dev.segue.datasets.PlsDataset;
import dev.segue.datasets.SongVersions;
import dev.segue.datasets.SpotifyPlaylists;
import dev.segue.datasets.SyntheticStation;
import dev.segue.datasets.WplDataset;
import dev.segue.datasets.XspfDataset;
import dev.segue.datasets.YesDataset;
import dev.segue.samples.StandardOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The examples of playlists in files, and of the synthetic station, in the javadoc. */
class DatasetExamplesTest {

  @RegisterExtension final StandardOutput out = new StandardOutput();

  @TempDir Path folder;

  @Test
  void reading() throws IOException {
    M3uDataset.write(Jazz.playlists(), folder);
    // @start region="reading"
    PlaylistDataset playlists = M3uDataset.read(folder); // each .m3u and .m3u8 in it
    System.out.println(playlists.statistics());

    DatasetSplit split = playlists.split(0.8, 0.1, 0.1, 42);
    // @end

    assertThat(out.lines()).first().asString().startsWith("playlists   4, ");
    assertThat(split.training().playlists()).isNotEmpty();
  }

  @Test
  void open() throws IOException {
    M3uDataset.write(Jazz.playlists(), folder);
    // @start region="open"
    PlaylistDataset playlists = DatasetFormat.open(folder); // whatever is in it
    System.out.println(playlists.report().orElseThrow());
    // @end

    assertThat(out.lines()).containsExactly("format      m3u", "entries     13");
  }

  @Test
  void station() {
    // @start region="station"
    SyntheticStation station = SyntheticStation.of(60, 500, 42);
    System.out.println(station.catalogue().song(0));

    SequenceRecommender best = station.bayesOptimal(); // no recommender predicts it better
    // @end

    assertThat(out.lines()).containsExactly(station.catalogue().song(0).toString());
    assertThat(best.recommend(List.of(), 1)).hasSize(1);
  }

  @Test
  void skips() {
    // @start region="skips"
    SyntheticStation station = SyntheticStation.of(60, 500, 42).withSkips();
    Playlist playlist = station.playlists().findFirst().orElseThrow();
    List<Playlist.Skip> skipped = playlist.skips(); // what its listener did not hear to the end
    // @end

    assertThat(skipped).isNotEmpty();
  }

  @Test
  void versions() {
    PlaylistDataset playlists =
        PlaylistDataset.of(
            Catalogue.of(
                List.of(
                    Song.of("1", "So What", "Miles Davis"),
                    Song.of("2", "So What - Remastered 2009", "Miles Davis"))),
            List.of(Playlist.of(0, 1)));
    // @start region="versions"
    SongVersions versions = SongVersions.of(playlists.catalogue());
    System.out.println(versions); // how many there are, with an example
    PlaylistDataset merged = versions.merge(playlists);
    // @end

    assertThat(out.lines())
        .containsExactly(
            "1 song is a version of another: 'Miles Davis - So What - Remastered 2009' of"
                + " 'Miles Davis - So What'");
    assertThat(merged.catalogue().size()).isEqualTo(1);
  }

  @Test
  void yes() throws IOException {
    Path written = folder.resolve("yes_small");
    YesDataset.writeSplit(SyntheticStation.of(20, 50, 42).split(0.8, 0.1, 0.1, 42), written);
    // @start region="yes"
    DatasetSplit split = YesDataset.readSplit(folder.resolve("yes_small"));
    PlaylistDataset training = YesDataset.read(folder.resolve("yes_small/train.txt"));
    // @end

    assertThat(training.playlists()).hasSize(40);
    assertThat(split.training().playlists()).hasSize(40);
  }

  @Test
  void m3u() throws IOException {
    PlaylistDataset playlists = Jazz.playlists();
    SequenceRecommender recommender = MarkovChain.trainer().train(playlists);
    // @start region="m3u"
    List<Song> next =
        recommender.recommend(List.of("Blue in Green"), 2).stream()
            .map(Recommendation::song)
            .toList();
    M3uDataset.write(next, folder.resolve("next.m3u8"));
    // @end

    assertThat(Files.readAllLines(folder.resolve("next.m3u8")))
        .contains("#EXTINF:-1,Miles Davis - All Blues", "All Blues");
  }

  @Test
  void mpd() throws IOException {
    Files.writeString(
        folder.resolve("mpd.slice.0-999.json"),
        """
        {"playlists": [{"pid": 0, "num_tracks": 1, "tracks": [
          {"pos": 0, "track_uri": "spotify:track:1", "track_name": "So What",
           "artist_name": "Miles Davis"}]}]}
        """);
    // @start region="mpd"
    PlaylistDataset playlists = MpdDataset.read(folder); // mpd.slice.0-999.json and so on
    System.out.println(playlists.catalogue().song(0));
    // @end

    assertThat(out.lines()).containsExactly("So What - Miles Davis");
  }

  @Test
  void xspf() throws IOException {
    Files.writeString(
        folder.resolve("friday.xspf"),
        """
        <playlist version="1" xmlns="http://xspf.org/ns/0/"><trackList>
          <track><title>So What</title><creator>Miles Davis</creator></track>
          <track><title>Naima</title><creator>John Coltrane</creator></track>
        </trackList></playlist>
        """);
    // @start region="xspf"
    PlaylistDataset playlists = XspfDataset.read(folder.resolve("friday.xspf"));
    playlists.catalogue().songs().forEach(System.out::println);
    // @end

    assertThat(out.lines()).containsExactly("So What - Miles Davis", "Naima - John Coltrane");
    assertThat(playlists.playlists()).containsExactly(Playlist.of(0, 1));
  }

  @Test
  void jspf() throws IOException {
    Files.writeString(
        folder.resolve("friday.jspf"),
        """
        {"playlist": {"track": [
          {"title": "So What", "creator": "Miles Davis"},
          {"title": "Naima", "creator": "John Coltrane"}]}}
        """);
    // @start region="jspf"
    PlaylistDataset playlists = JspfDataset.read(folder.resolve("friday.jspf"));
    playlists.catalogue().songs().forEach(System.out::println);
    // @end

    assertThat(out.lines()).containsExactly("So What - Miles Davis", "Naima - John Coltrane");
  }

  @Test
  void pls() throws IOException {
    Files.writeString(
        folder.resolve("friday.pls"),
        """
        [playlist]
        File1=so-what.mp3
        Title1=Miles Davis - So What
        File2=naima.mp3
        Title2=John Coltrane - Naima
        NumberOfEntries=2
        """);
    // @start region="pls"
    PlaylistDataset playlists = PlsDataset.read(folder.resolve("friday.pls"));
    playlists.catalogue().songs().forEach(System.out::println);
    // @end

    assertThat(out.lines()).containsExactly("So What - Miles Davis", "Naima - John Coltrane");
  }

  @Test
  void wpl() throws IOException {
    Files.writeString(
        folder.resolve("friday.zpl"),
        """
        <?zpl version="2.0"?>
        <smil><body><seq>
          <media src="so-what.mp3" trackTitle="So What" trackArtist="Miles Davis"/>
          <media src="naima.mp3" trackTitle="Naima" trackArtist="John Coltrane"/>
        </seq></body></smil>
        """);
    // @start region="wpl"
    PlaylistDataset playlists = WplDataset.read(folder.resolve("friday.zpl"));
    playlists.catalogue().songs().forEach(System.out::println);
    // @end

    assertThat(out.lines()).containsExactly("So What - Miles Davis", "Naima - John Coltrane");
  }

  @Test
  void spotifyPlaylists() throws IOException {
    Files.writeString(
        folder.resolve("Playlist1.json"),
        """
        {"playlists": [{"name": "Friday", "items": [
          {"track": {"trackName": "So What", "artistName": "Miles Davis"}},
          {"track": {"trackName": "Naima", "artistName": "John Coltrane"}}]}]}
        """);
    // @start region="spotifyPlaylists"
    PlaylistDataset playlists = SpotifyPlaylists.read(folder); // or the .zip as it was sent
    playlists.catalogue().songs().forEach(System.out::println);
    // @end

    assertThat(out.lines()).containsExactly("So What - Miles Davis", "Naima - John Coltrane");
  }

  @Test
  void itunes() throws IOException {
    Files.writeString(
        folder.resolve("Library.xml"),
        """
        <!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN" \
        "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0"><dict>
          <key>Tracks</key><dict>
            <key>35</key><dict>
              <key>Name</key><string>So What</string>
              <key>Artist</key><string>Miles Davis</string>
            </dict>
          </dict>
          <key>Playlists</key><array><dict>
            <key>Name</key><string>Friday</string>
            <key>Playlist Items</key><array>
              <dict><key>Track ID</key><integer>35</integer></dict>
            </array>
          </dict></array>
        </dict></plist>
        """);
    // @start region="itunes"
    PlaylistDataset playlists = ITunesLibrary.read(folder.resolve("Library.xml"));
    playlists.catalogue().songs().forEach(System.out::println);
    // @end

    assertThat(out.lines()).containsExactly("So What - Miles Davis");
  }
}
