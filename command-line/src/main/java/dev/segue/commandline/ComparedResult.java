package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Interval;
import java.io.IOException;
import java.util.OptionalDouble;

/**
 * What one of the compared systems came to.
 *
 * @param validation on the part that the best system is chosen on
 * @param test on the part that is reported on
 * @param milliseconds the median time of one song played and 10 recommended
 */
record ComparedResult(
    ComparedSystem system,
    TrainedSystems.Learnt training,
    Evaluation validation,
    Evaluation test,
    double milliseconds) {

  private static final double CONFIDENCE = 0.95;

  /** The figure of a metric, if it was measured. */
  static OptionalDouble value(Evaluation evaluation, String metric) {
    return evaluation.results().stream()
        .filter(result -> result.metric().equals(metric))
        .mapToDouble(Evaluation.Result::value)
        .findFirst();
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("name", system.name());
    json.writeStringField("description", system.description());
    json.writeStringField("parameters", training.parameters());
    json.writeNumberField("training_seconds", training.seconds());
    json.writeNumberField("recommendation_milliseconds", milliseconds);
    Evaluate.writeMetrics(json, "validation", validation);
    Evaluate.writeMetrics(json, "metrics", test);
    json.writeObjectFieldStart("intervals");
    for (Evaluation.Result result : test.results()) {
      Interval interval = result.interval(CONFIDENCE);
      if (Double.isFinite(interval.low())) {
        json.writeArrayFieldStart(result.metric());
        json.writeNumber(interval.low());
        json.writeNumber(interval.high());
        json.writeEndArray();
      }
    }
    json.writeEndObject();
  }
}
