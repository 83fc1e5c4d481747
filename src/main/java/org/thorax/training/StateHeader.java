package org.thorax.training;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** JSON in a state's file, after its length in bytes. */
final class StateHeader {
  private StateHeader() {}

  static void write(OutputStream out, byte[] json) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(json.length);
    data.write(json);
    data.flush();
  }

  static byte[] read(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }
}
