package dev.segue.commandline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder in the Yes.com format: six songs, playlists of one to five. */
final class SmallStation {

  private SmallStation() {}

  static Path write(Path folder) throws IOException {
    Files.write(
        folder.resolve("song_hash.txt"),
        List.of(
            "0\tSo What\tMiles Davis",
            "1\tBlue in Green\tMiles Davis",
            "2\tGiant Steps\tJohn Coltrane",
            "3\tNaima\tJohn Coltrane",
            "4\tTake Five\tDave Brubeck",
            "5\tÁguas de Março\tElis Regina"));
    write(folder, "train", "0 1 2 3 ", "0 1 2 3 4 ", "1 2 3 ", "5 0 1 ", "4 5 0 1 2 ", "3 ");
    write(folder, "valid", "0 1 2 ", "4 5 0 ");
    write(folder, "test", "3 ", "0 1 2 ", "5 ", "4 5 ");
    return folder;
  }

  private static void write(Path folder, String part, String... playlists) throws IOException {
    Files.writeString(
        folder.resolve(part + ".txt"),
        "11 22 33 44 55 66 \n4 5 4 3 2 2 \n" + String.join("\n", playlists) + "\n");
  }
}
