package dev.segue.server;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A question that is refused as Subsonic has it: in an answer with a code and a message. */
final class SubsonicFailure extends Exception {

  private static final long serialVersionUID = 1;

  static final int GENERIC = 0;
  static final int MISSING_PARAMETER = 10;
  static final int NOT_FOUND = 70;
  static final int CONFLICTING_AUTHENTICATION = 43;

  private final transient ObjectNode response;

  /**
   * Passes a refusal of the music server on.
   *
   * @param response its {@code subsonic-response}
   */
  SubsonicFailure(ObjectNode response) {
    super(response.path("error").path("message").asText());
    this.response = response;
  }

  SubsonicFailure(int code, String message) {
    super(message);
    this.response = SubsonicAnswer.response("failed");
    response.putObject("error").put("code", code).put("message", message);
  }

  /** Whether there is nothing with the id; some say so by the code of a missing parameter. */
  boolean isOfTheId() {
    int code = response.path("error").path("code").asInt();
    return code == NOT_FOUND || code == MISSING_PARAMETER;
  }

  ObjectNode response() {
    return response;
  }
}
