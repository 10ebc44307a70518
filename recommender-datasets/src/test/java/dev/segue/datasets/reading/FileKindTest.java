package dev.segue.datasets.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tells files apart by how they begin. */
class FileKindTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a b c\\n1 1 1\\n0 1 2 0\\n                               | YES
          data:,Air%09X AC/DC\\n1 1\\n0 1\\n1\\n                   | YES
          #AUDIOSCROBBLER/1.1\\n#TZ/UTC\\n                         | SCROBBLER_LOG
          song\\n1\\n0\\n                                          | CSV
          ann\\t2009-01-01T12:00:00Z\\t\\tA\\t\\tx\\n              | LASTFM1K
          u\\tt\\ta\\tb\\tc\\ttrack\\nann\\t2009-01-01 12:00:00\\t\\tA\\t\\tx | LASTFM1K
          {"listened_at": 1, "track_metadata": {}}\\n{"a": 1}      | LISTENBRAINZ
          {"user_name": "ann", "timestamp": 1, "track_metadata": { | LISTENBRAINZ
          [{"listened_at": 1, "track_metadata": {}}]               | LISTENBRAINZ_ARRAY
          [{"ts": "2020", "ms_played": 1}]                         | SPOTIFY
          [\\n {"ts": "2020",\\n  "ms_played": 1, "sp              | SPOTIFY
          [{"endTime": "2020", "artistName": "A", "msPlayed": 1}]  | SPOTIFY_ACCOUNT
          {"payload": {"count": 1, "listens": []}}                 | LISTENBRAINZ_API
          {"created": 1, "score": 1, "track_metadata": null}       | LISTENBRAINZ_FEEDBACK
          {"blurb_content": "x", "track_metadata": {"a": 1}}       | LISTENBRAINZ_FEEDBACK
          {"playlists": [{"name": "Mix", "items": []}]}            | SPOTIFY_PLAYLISTS
          {"info": {}, "playlists": [{"name": "x", "pid": 0}]}     | MPD
          {"playlist": {"title": "x", "track": []}}                | JSPF
          {"playlists": [{"playlist": {"track": []}}]}             | JSPF
          [{"page": 1, "track": [{"date": {"uts": "1"}}]}]         | LASTFM_JSON
          {"track": [{"date": {"uts": "1"}}]}                      | LASTFM_JSON
          {"recenttracks": {"track": [{"artist": {"#text": "A"}}]}} | LASTFM_JSON
          {"scrobbles": [{"time": 1, "track": {"artists": ["A"]}}]} | MALOJA
          {"maloja": {"export_time": 1}, "scrobbles": []}          | MALOJA
          {"timeHuman": "x", "timeMs": 1, "artist": "A", "track": "x", "event": "scrobble"} | PANO
          [{"header": "YouTube Music", "titleUrl": "x"}]           | YOUTUBE
          {}                                                       | JSON
          []                                                       | JSON
          {"songs": ["a", "b"]}                                    | JSON
          ["a", "b"]                                               | JSON
          <?xml version="1.0"?><!-- <html> --><playlist version="1"> | XSPF
          <x:playlist xmlns:x="http://xspf.org/ns/0/">             | XSPF
          <?xml version="1.0"?><!DOCTYPE plist PUBLIC "x"><plist>  | ITUNES
          <?wpl version="1.0"?><smil><head>                        | WPL
          <?zpl version="2.0"?><smil><head>                        | WPL
          <ASX version="3.0">                                      | ASX
          <html><body class="mdl-grid"><a href="https://www.youtube.com/watch?v=x"> | YOUTUBE_HTML
          <!DOCTYPE html>\\n<html><body>Not found                  | HTML
          <html><head><title>404</title>                           | HTML
          <rss><channel/></rss>                                    | XML
          #EXTM3U\\na.mp3                                          | M3U
          #EXTM3U                                                  | M3U
          #EXTM3U\\r#EXTINF:1,A - B\\rHD: Music\\r                 | M3U
          #EXTM3U\\r\\n#EXTINF:1,A, B - C\\r\\nc.mp3\\r\\n         | M3U
          Music/a.mp3\\nC:\\\\Music\\\\b.mp3\\nhttp://x/c          | M3U
          [Album] 01.mp3\\n[Album] 02.mp3                          | M3U
          [2] a.mp3\\n[3] b.mp3                                    | M3U
          #EXTM3U\\n#EXT-X-TARGETDURATION:10\\n#EXTINF:9,\\n0.ts   | HLS
          [playlist]\\nFile1=a.mp3\\nNumberOfEntries=1             | PLS
          [Playlist]\\r\\nnumberofentries=0                        | PLS
          File1=a.mp3\\nTitle1=x\\nVersion=2                       | PLS
          PERFORMER "A"\\nFILE "a.wav" WAVE\\n  TRACK 01 AUDIO     | CUE
          #AUDIOSCROBBLER/1.1\\n#TZ/UTC\\nA\\tB\\tC\\t1\\t2\\tL\\t3 | SCROBBLER_LOG
          user,time,song\\nann,2009-01-01,a                        | CSV
          Artist;Album;Track\\r\\nA;B;C\\r\\n                      | CSV
          "Track URI","Track Name"\\n"a,b","c"                     | CSV
          title\\tartist\\na\\tb                                   | CSV
          song\\na\\nb                                             | CSV
          song,artist                                              | CSV
          user,when,what\\nann,2009,a\\nann,2010,b                 | TABLE
          Shazam Library\\nIndex,TagTime,Title\\n1,2023-01-05,x      | CSV
          sep=;\\nArtist;Title\\nA;x                               | CSV
          # All plays,,\\n\\nArtist,Track,Time\\nA,x,1672912800      | CSV
          #,Song,Artist\\n1,x,A                                    | CSV
          Playlist ID,Channel\\nPL,UC\\n\\nVideo ID,Time,By\\nx,2,u\\ny,3,u | CSV
          user_id:token\\titem_id:token\\n1\\t2                    | CSV
          A,L,x,31 Dec 2019 23:59\\nA,L,y,1 Jan 2020 00:03         | CSV
          Title,Artist\\n                                         | CSV
          A,L,x,soon\\nA,L,y,later                                | TABLE
          A,L,x,31 Dec 2019 23:59,1\\nA,L,y,1 Jan 2020 00:03,2     | TABLE
          #,Name,Type\\n1,x,Track\\n2,y,Track                       | TABLE
          who,what,kind\\n\\nann,x,song\\n\\nbob,y,track           | TABLE
          Dear reader,\\n\\nSong, Artist\\nand so on.              | TEXT
          # Songs\\n\\nThis is a list of songs, as I like them.\\n- One\\n- Two | TEXT
          See docs/a.md, and b.\\nThen read on.\\nIt is/was good.   | TEXT
          one\\ntwo                                                | TEXT
          196 242 3\\n186 302 3\\n22 377 1                          | TEXT
          {broken                                                  | TEXT
          a\\0b\\0c\\0\\0                                            | BINARY
          ` \\n `                                                  | EMPTY
          """)
  void kind(String text, FileKind kind) throws IOException {
    assertThat(of("x", text.translateEscapes())).isEqualTo(kind);
    assertThat(of("bom", "\uFEFF" + text.translateEscapes())).isEqualTo(kind);
    assertThat(
            FileKind.of(
                new InputFile(Packed.gzip(folder.resolve("z.gz"), text.translateEscapes()), "")))
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          one\\ntwo                                      | M3U
          A song.xyz\\nAnother song.xyz                  | M3U
          12\\n13\\n12                                   | M3U
          Salt, Pepper/a, b.mp3\\nSalt, Pepper/c, d.mp3  | M3U
          user,time,song\\nann,2009-01-01,a              | CSV
          who,when,what\\nann,05/01/2023,a\\nann,05/01/2023,b | TABLE
          [playlist]\\nFile1=a.mp3                       | PLS
          <html><body>404                                | HTML
          {"error": "not found"}                         | JSON
          [ar:A]\\n[ti:T]\\n[00:12.00]Line one\\n[00:17.20]Line two | TEXT
          This is a letter.\\nIt has no songs at all.    | TEXT
          """)
  void kindOfWhatIsNamedAsAPlaylist(String text, FileKind kind) throws IOException {
    assertThat(of("x.m3u", text.translateEscapes())).isEqualTo(kind);
    assertThat(of("x.m3u8", text.translateEscapes())).isEqualTo(kind);
  }

  @Test
  void head_cutInItsFirstLine_holdsTheIdsOfManySongs() throws IOException {
    String ids =
        IntStream.range(0, 20_000).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    assertThat(of("x", ids + "\n1 1\n0 1\n")).isEqualTo(FileKind.YES);
    assertThat(of("x", "all the same ".repeat(10_000))).isEqualTo(FileKind.TEXT);
  }

  @Test
  void head_cutInACharacter_isStillUtf8() throws IOException {
    for (int before = 0; before < 4; before++) {
      String text = "song,artist\n" + "x".repeat(before) + "€,é\n".repeat(20_000);
      assertThat(of("x", text)).isEqualTo(FileKind.CSV);
    }
  }

  @Test
  void latin1_isTextToo() throws IOException {
    Path file = Files.write(folder.resolve("x"), "song,artist\nÉté,é\n".getBytes(ISO_8859_1));
    assertThat(FileKind.of(new InputFile(file, ""))).isEqualTo(FileKind.CSV);
  }

  @Test
  void check_namesWhatItLooksLike() throws IOException {
    assertFault(
        FileKind.M3U,
        "[playlist]\nFile1=a.mp3",
        "must hold an M3U playlist, but this looks like a PLS playlist (--format pls reads it)");
    assertFault(
        FileKind.XSPF,
        "<asx version=\"3\"/>",
        "must hold an XSPF playlist, but this looks like an ASX playlist");
  }

  @Test
  void check_namesTheFieldsFoundAndExpected() throws IOException {
    assertFault(
        FileKind.SPOTIFY,
        "[{\"name\": \"x\", \"by\": {\"name\": 1}}]",
        "must hold a Spotify extended streaming history with the fields 'ts', 'ms_played',"
            + " 'master_metadata_track_name', 'spotify_track_uri', but this is JSON with the fields"
            + " 'name', 'by', 'by.name'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "no JSON", "{", "", "{\"cut\": \"o", "[{\"cut\": {\"o\": 1}"})
  void check_leavesWhatTellsNothingToTheReader(String text) throws IOException {
    FileKind.check(write("x", text), FileKind.LISTENBRAINZ);
    FileKind.check(write("x", text), FileKind.SPOTIFY);
  }

  private void assertFault(FileKind expected, String text, String message) throws IOException {
    InputFile file = write("x", text);
    assertThatThrownBy(() -> FileKind.check(file, expected))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file.path() + ": " + message);
  }

  private FileKind of(String name, String text) throws IOException {
    return FileKind.of(write(name, text));
  }

  private InputFile write(String name, String text) throws IOException {
    return new InputFile(Files.writeString(folder.resolve(name), text), "");
  }
}
