package dev.segue.datasets.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowestPaceTest {

  private long seconds = 1_000;

  private final SlowestPace pace =
      new SlowestPace(
          10,
          Duration.ofSeconds(60),
          Duration.ofSeconds(300),
          () -> Duration.ofSeconds(seconds).toNanos());

  private final SlowestPace.Watch watch = pace.watch();

  @Test
  void aDrip_isToldAtTheEndOfTheSpan() throws IOException {
    receive(59, 1);

    assertThatThrownBy(() -> receive(1, 598))
        .isInstanceOf(BrokenConnectionException.class)
        .hasMessage(
            "server must send at least 10 bytes/s over each 60.0 s, but sent 599 bytes in 60.0 s");
  }

  @Test
  void aLateStart_isMadeGood() throws IOException {
    receive(59, 0);
    receive(1, 600);
    receive(60, 600);
  }

  @Test
  void aFastBeginning_doesNotExcuseADripLater() throws IOException {
    receive(60, 1_000_000);

    assertThatThrownBy(() -> receive(90, 899))
        .hasMessageEndingWith("over each 60.0 s, but sent 899 bytes in 90.0 s");
  }

  @Test
  void aConnection_beginsItsOwnSpan() throws IOException {
    receive(59, 1);
    watch.connected();
    receive(59, 1);
  }

  @Test
  void allConnections_haveOneEnd() throws IOException {
    for (int minute = 0; minute < 5; minute++) {
      watch.connected();
      receive(60, 600);
    }
    assertThat(watch.isOver()).isFalse();

    assertThatThrownBy(() -> receive(1, 600))
        .isInstanceOf(NotServedException.class)
        .hasMessage("download must end within 300.0 s, but has not after 301.0 s");
    assertThat(watch.isOver()).isTrue();
  }

  private void receive(int later, long bytes) throws IOException {
    seconds += later;
    watch.received(bytes);
  }
}
