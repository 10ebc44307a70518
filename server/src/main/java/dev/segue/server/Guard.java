package dev.segue.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
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

  /** What may be asked without a token: it says nothing. */
  private static final String OPEN = "/v1/health";

  private final Optional<byte[]> token;

  Guard(Optional<String> token, Handler handler) {
    super(handler);
    this.token = token.map(text -> text.getBytes(UTF_8));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Optional<Answer> refused =
        Request.getPathInContext(request).equals(OPEN)
            ? Optional.empty()
            : token.isPresent() ? unlessTold(request, token.get()) : unlessFromHere(request);
    if (refused.isEmpty()) {
      return super.handle(request, response, callback);
    }
    if (refused.get().status() == 401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
    }
    Api.write(refused.get(), response, callback);
    return true;
  }

  private static Optional<Answer> unlessTold(Request request, byte[] token) {
    String header = String.valueOf(request.getHeaders().get(HttpHeader.AUTHORIZATION));
    String[] parts = header.split(" ", 2);
    boolean scheme =
        parts.length == 2
            && (parts[0].equalsIgnoreCase("Bearer") || parts[0].equalsIgnoreCase("Token"));
    return scheme && MessageDigest.isEqual(parts[1].strip().getBytes(UTF_8), token)
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
        .anyMatch(
            name ->
                origin.matches("https?://" + java.util.regex.Pattern.quote(name) + "(:[0-9]+)?"));
  }
}
