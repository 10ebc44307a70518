package dev.segue.server;

import com.google.common.collect.Sets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets through who has the token; or, without one, who asks for this machine by its own name: not a
 * page of a stranger in a browser of this machine, whatever names its owner has lead here.
 */
final class Guard extends Handler.Wrapper {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  /** What may be asked without a token: whether it is right, and what says nothing. */
  private static final Set<String> OPEN =
      Sets.union(RoomFiles.PATHS, Set.of("/v1/health", ListenBrainzCalls.VALIDATE)).immutableCopy();

  private final AccessToken token;
  private final boolean musicServer;

  /**
   * Guards a handler.
   *
   * @param musicServer whether there is a music server, which is asked whoever comes to Subsonic's
   *     paths
   */
  Guard(AccessToken token, boolean musicServer, Handler handler) {
    super(handler);
    this.token = token;
    this.musicServer = musicServer;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Optional<Answer> refused = refused(request);
    if (refused.isEmpty()) {
      return super.handle(request, response, callback);
    }
    if (refused.get().status() == 401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
    }
    Api.write(refused.get(), response, callback);
    return true;
  }

  private Optional<Answer> refused(Request request) {
    if (musicServer && Request.getPathInContext(request).startsWith(SubsonicCalls.PATH)) {
      return Optional.empty();
    }
    return token.secret().isPresent() ? unlessTold(request) : unlessFromHere(request);
  }

  private Optional<Answer> unlessTold(Request request) {
    return OPEN.contains(Request.getPathInContext(request))
            || token.isIn(request.getHeaders().get(HttpHeader.AUTHORIZATION))
        ? Optional.empty()
        : Optional.of(
            Answer.problem(401, "the token must be given, as in 'Authorization: Bearer TOKEN'"));
  }

  private static Optional<Answer> unlessFromHere(Request request) {
    if (!THIS_MACHINE.contains(Request.getServerName(request))) {
      return Optional.of(
          Answer.problem(421, "without a token, this server must be asked for as localhost"));
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    return origin == null || isFromHere(origin)
        ? Optional.empty()
        : Optional.of(Answer.problem(403, "without a token, no page of another origin may ask"));
  }

  private static boolean isFromHere(String origin) {
    return THIS_MACHINE.stream()
        .anyMatch(name -> origin.matches("https?://" + Pattern.quote(name) + "(:[0-9]+)?"));
  }
}
