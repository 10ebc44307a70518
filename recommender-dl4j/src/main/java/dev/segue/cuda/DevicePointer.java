package dev.segue.cuda;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** An address as JavaCPP's bindings take it; one object serves many calls. One thread at a time. */
final class DevicePointer extends FloatPointer {

  DevicePointer() {
    super((Pointer) null);
  }

  /** Points to an address. */
  DevicePointer at(long place) {
    address = place;
    return this;
  }

  /** Points to where a direct buffer begins. */
  DevicePointer at(ByteBuffer buffer) {
    return at(getDirectBufferAddress(buffer));
  }
}
