package org.thorax.model;

import static org.tensorflow.internal.c_api.global.tensorflow.TFE_ContextListDevices;
import static org.tensorflow.internal.c_api.global.tensorflow.TFE_ContextOptionsSetConfig;
import static org.tensorflow.internal.c_api.global.tensorflow.TFE_DeleteContext;
import static org.tensorflow.internal.c_api.global.tensorflow.TFE_DeleteContextOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TFE_NewContext;
import static org.tensorflow.internal.c_api.global.tensorflow.TFE_NewContextOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListMemoryBytes;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListType;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TFE_Context;
import org.tensorflow.internal.c_api.TFE_ContextOptions;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Status;

/** The devices that TensorFlow can compute on, from the same library that trains. */
public final class Devices {
  private Devices() {}

  /**
   * A TensorFlow device.
   *
   * @param name e.g. {@code GPU:0}
   * @param type {@code CPU} or {@code GPU}
   * @param memoryBytes available to TensorFlow
   */
  public record Found(String name, String type, long memoryBytes) {}

  /** TensorFlow's version. */
  public static String version() {
    return TensorFlow.version();
  }

  /** All devices; this does not allocate GPU memory. */
  @SuppressWarnings("try") // the scope closes what is made in it, and is not named
  public static List<Found> list() {
    byte[] configuration = DeviceSession.configuration(Device.AUTO).toByteArray();
    try (PointerScope scope = new PointerScope();
        BytePointer bytes = new BytePointer(configuration)) {
      TF_Status status = TF_Status.newStatus();
      TFE_ContextOptions options = TFE_NewContextOptions();
      TFE_ContextOptionsSetConfig(options, bytes, configuration.length, status);
      status.throwExceptionIfNotOK();
      TFE_Context context = TFE_NewContext(options, status);
      TFE_DeleteContextOptions(options);
      status.throwExceptionIfNotOK();
      TF_DeviceList devices = TFE_ContextListDevices(context, status);
      status.throwExceptionIfNotOK();
      List<Found> found = new ArrayList<>();
      for (int i = 0; i < TF_DeviceListCount(devices); i++) {
        String name = TF_DeviceListName(devices, i, status).getString();
        found.add(
            new Found(
                name.replaceFirst(".*device:", ""),
                TF_DeviceListType(devices, i, status).getString(),
                TF_DeviceListMemoryBytes(devices, i, status)));
      }
      TF_DeleteDeviceList(devices);
      TFE_DeleteContext(context);
      return List.copyOf(found);
    }
  }
}
