package dev.segue.commandline;

import dev.segue.dl4j.Device;
import java.util.Locale;

/** What {@code --device} takes. */
enum DeviceName {
  AUTO(Device.AUTO),
  CPU(Device.CPU),
  GPU(Device.GPU);

  private final Device device;

  DeviceName(Device device) {
    this.device = device;
  }

  Device device() {
    return device;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
