package dev.segue.samples;

import dev.segue.RecommendationRules;
import dev.segue.baselines.LagMixture;
import dev.segue.datasets.SyntheticStation;
import dev.segue.server.SegueServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server inside a program, and what others ask it. */
public final class OverHttp {

  private OverHttp() {}

  /**
   * Tells a server that a listener hears a song, and asks it for three more.
   *
   * @param args none
   * @throws IOException if the server cannot be started or asked
   * @throws InterruptedException if the thread is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("segue");
    Path model = folder.resolve("station.segue");
    LagMixture.trainer().train(SyntheticStation.of(40, 200, 1)).save(model);

    try (SegueServer server =
        SegueServer.builder(model)
            .state(folder.resolve("state"))
            .port(0)
            .rules(RecommendationRules.none().noRepeats())
            .start()) {
      String play =
          """
          {"listener": "ann", "song": "song-7", "next": 3}""";
      HttpRequest request =
          HttpRequest.newBuilder(server.uri().resolve("/v1/play"))
              .POST(BodyPublishers.ofString(play))
              .build();
      System.out.println(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    }
  }
}
