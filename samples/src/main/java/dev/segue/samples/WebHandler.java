package dev.segue.samples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.segue.ListeningSession;
import dev.segue.ListeningSession.UnknownSong;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A web handler: {@code curl -d song-7 localhost:8080/ann} says what Ann heard; what is next? */
record WebHandler(SequenceRecommender recommender, Map<String, ListeningSession> sessions) {

  private static final RecommendationRules RULES = RecommendationRules.none().noRepeats();

  /**
   * Runs the sample.
   *
   * @param args the model file
   * @throws IOException if it cannot be read, or the port is taken
   */
  public static void main(String[] args) throws IOException {
    SequenceRecommender recommender = ModelFile.read(Path.of(args[0])).recommender();
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 8080), 0);
    server.createContext("/", new WebHandler(recommender, new ConcurrentHashMap<>())::handle);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.start();
  }

  void handle(HttpExchange exchange) throws IOException {
    String listener = exchange.getRequestURI().getPath();
    String song = new String(exchange.getRequestBody().readNBytes(1000), StandardCharsets.UTF_8);
    ListeningSession session = sessions.computeIfAbsent(listener, name -> recommender.newSession());
    List<Recommendation> list;
    synchronized (session) { // one thread at a time may use it
      list = session.play(song, UnknownSong.IGNORE).recommend(5, RULES);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (JsonGenerator json = new JsonFactory().createGenerator(exchange.getResponseBody())) {
      json.writeStartArray();
      for (Recommendation each : list) {
        json.writeString(each.song().id());
      }
      json.writeEndArray();
    }
  }
}
