package dev.segue.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.EpochReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingPageTest {

  private static final String AGAIN = "http-equiv=\"refresh\"";

  @TempDir private Path folder;

  private static EpochReport report(int epoch, OptionalDouble validation) {
    return new EpochReport(
        epoch,
        4,
        Duration.ofSeconds(2),
        Duration.ofSeconds(10 - epoch),
        1000,
        4 - epoch * .5,
        validation,
        validation.isPresent() ? OptionalDouble.of(epoch * .1) : OptionalDouble.empty(),
        OptionalDouble.of(.01));
  }

  private String html() throws IOException {
    return Files.readString(folder.resolve("page.html")).replaceAll("(?s)<script>.*?</script>", "");
  }

  private TrainingPage page() {
    return new TrainingPage(folder.resolve("page.html")).with("Data", "plays.csv");
  }

  @Test
  void page_followsTheTraining() throws IOException {
    TrainingPage page = page();
    page.onStart("CPU");
    assertThat(html()).contains("plays.csv", "CPU", "The first epoch has begun.", AGAIN);
    page.onEpoch(report(1, OptionalDouble.of(-3.5)));
    assertThat(html()).contains("1 of 4 epochs; about 9 s to go.", AGAIN);
    page.onEpoch(report(2, OptionalDouble.of(-3.25)));
    page.onEpoch(report(3, OptionalDouble.of(-3.75)));
    page.close();
    assertThat(html())
        .contains("3 of 4 epochs; kept is epoch 2.")
        .contains("\"values\":[3.5,3.0,2.5]", "\"values\":[3.5,3.25,3.75]")
        .contains("\"marked\":1")
        .contains("Accuracy@10", "Learning rate", "\"values\":[500.0,500.0,500.0]")
        .doesNotContain(AGAIN);
  }

  @Test
  void withoutValidation_theLastEpochIsKept() throws IOException {
    try (TrainingPage page = page()) {
      page.onEpoch(report(1, OptionalDouble.empty()));
      page.onEpoch(report(2, OptionalDouble.empty()));
    }
    assertThat(html()).contains("kept is epoch 2.").doesNotContain("Accuracy@10</figcaption>");
  }

  @Test
  void training_thatEndsAtOnce_hasAPage() throws IOException {
    page().close();
    assertThat(html()).contains("It ended within its first epoch.").doesNotContain("<figure>");
  }
}
