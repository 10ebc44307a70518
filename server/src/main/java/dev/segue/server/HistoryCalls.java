package dev.segue.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.segue.server.store.Event;
import dev.segue.server.store.ListenerEvent;
import dev.segue.server.store.ListenerStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.util.List;
import java.util.stream.Stream;

/** All that listeners played and skipped, as trainings and updates read it. */
final class HistoryCalls {

  private final ListenerStore store;

  HistoryCalls(ListenerStore store) {
    this.store = store;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/history", call -> Answer.stream("text/csv;charset=utf-8", this::write)));
  }

  private void write(OutputStream out) throws IOException {
    try (CsvWriter rows = CsvWriter.builder().build(new OutputStreamWriter(out, UTF_8));
        Stream<ListenerEvent> all = store.allEvents()) {
      rows.writeRecord(
          "listener", "time", "song_id", "artist", "title", "skipped", "seconds_played");
      all.filter(each -> each.event().kind() != Event.Kind.LIKE).forEach(each -> write(rows, each));
    }
  }

  private static void write(CsvWriter rows, ListenerEvent of) {
    Event event = of.event();
    boolean skipped = event.kind() == Event.Kind.SKIP;
    rows.writeRecord(
        of.listener(),
        event.time().toString(),
        event.song().id(),
        event.song().artist(),
        event.song().title(),
        skipped ? "1" : "0",
        skipped ? Long.toString(event.heard().toSeconds()) : "");
  }
}
