package dev.segue.server;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is done for a method and a path.
 *
 * @param method of HTTP
 * @param path all of it
 * @param parameters those of the query that it takes; empty if it takes any, of a form, too
 * @param endpoint answers
 */
record Route(String method, String path, Optional<Set<String>> parameters, Endpoint endpoint) {

  /** Answers a call. Any number of threads. */
  interface Endpoint {
    Answer answer(Call call) throws Problem, IOException;
  }

  static Route get(String path, Endpoint endpoint, String... parameters) {
    return new Route("GET", path, Optional.of(Set.of(parameters)), endpoint);
  }

  static Route post(String path, Endpoint endpoint, String... parameters) {
    return new Route("POST", path, Optional.of(Set.of(parameters)), endpoint);
  }

  static Route put(String path, Endpoint endpoint, String... parameters) {
    return new Route("PUT", path, Optional.of(Set.of(parameters)), endpoint);
  }

  static Route delete(String path, Endpoint endpoint, String... parameters) {
    return new Route("DELETE", path, Optional.of(Set.of(parameters)), endpoint);
  }

  /** Takes any parameters, in the query and in a form that is posted. */
  static Stream<Route> form(String path, Endpoint endpoint) {
    return Stream.of("GET", "POST")
        .map(method -> new Route(method, path, Optional.empty(), endpoint));
  }
}
