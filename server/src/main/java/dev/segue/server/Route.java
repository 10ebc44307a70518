package dev.segue.server;

import java.io.IOException;
import java.util.Set;

/**
 * What is done for a method and a path.
 *
 * @param method of HTTP
 * @param path all of it
 * @param parameters those of the query that it takes
 * @param endpoint answers
 */
record Route(String method, String path, Set<String> parameters, Endpoint endpoint) {

  /** Answers a call. Any number of threads. */
  interface Endpoint {
    Answer answer(Call call) throws Problem, IOException;
  }

  static Route get(String path, Endpoint endpoint, String... parameters) {
    return new Route("GET", path, Set.of(parameters), endpoint);
  }

  static Route post(String path, Endpoint endpoint, String... parameters) {
    return new Route("POST", path, Set.of(parameters), endpoint);
  }

  static Route put(String path, Endpoint endpoint, String... parameters) {
    return new Route("PUT", path, Set.of(parameters), endpoint);
  }

  static Route delete(String path, Endpoint endpoint, String... parameters) {
    return new Route("DELETE", path, Set.of(parameters), endpoint);
  }
}
