package dev.segue.commandline;

import dev.segue.ListeningSession;
import dev.segue.Song;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that says what has been heard. */
@SuppressWarnings("NullAway.Init") // picocli sets the field
final class PlayOption {

  @Option(
      names = "--play",
      paramLabel = "SONG",
      required = true,
      description =
          "A song heard, as id or as Title - Artist; repeat it for each song, oldest first. Ids may"
              + " also stand in one list between commas.")
  private List<String> played;

  /** Plays the songs to a session, and returns them. */
  List<Song> playTo(ListeningSession session, NamedSongs songs) {
    List<Song> heard = songs.of(played);
    heard.forEach(song -> session.play(song.id()));
    return heard;
  }
}
