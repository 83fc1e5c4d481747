package org.thorax.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.proto.ConfigProto;

class DeviceSessionTest {
  /** What the session is given are these bytes. */
  @ParameterizedTest
  @EnumSource(names = {"AUTO", "CPU"})
  void theMemoryOfAGpuGrowsAsItIsNeeded(Device device) throws InvalidProtocolBufferException {
    byte[] bytes = DeviceSession.configuration(device).toByteArray();
    ConfigProto configuration = ConfigProto.parseFrom(bytes);
    assertThat(configuration.getGpuOptions().getAllowGrowth()).isTrue();
    assertThat(configuration.getAllowSoftPlacement()).isTrue();
    assertThat(configuration.getDeviceCountMap().containsKey("GPU"))
        .isEqualTo(device == Device.CPU);
  }
}
