package org.thorax.training.tensorboard;

import com.google.protobuf.ByteString;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;
import org.tensorflow.proto.SummaryMetadata;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * Appends to an event file: TFRecords (length, its masked CRC-32C, data, its masked CRC-32C) of
 * {@code Event} messages. Owns the open file.
 */
public final class EventFile implements AutoCloseable {
  private static final String VERSION = "brain.Event:2";
  private static final int MASK = 0xa282ead8;

  private final Path file;
  private final FileChannel channel;
  private final OutputStream out;

  private EventFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel));
  }

  /**
   * A new file in {@code folder}, with a name that TensorBoard recognizes.
   *
   * @throws ThoraxException if it cannot be created
   */
  public static EventFile in(Path folder) {
    long seconds = Instant.now().getEpochSecond();
    Path file = folder.resolve("events.out.tfevents.%010d.thorax".formatted(seconds));
    try {
      Files.createDirectories(folder);
      EventFile events = open(file, 0);
      events.write(event().setFileVersion(VERSION).build());
      return events;
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /**
   * An existing file, after its first {@code length} bytes; the rest is removed.
   *
   * @throws ThoraxException if it cannot be opened
   */
  public static EventFile continued(Path file, long length) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return open(file, length);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static EventFile open(Path file, long length) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.truncate(length);
    channel.position(length);
    return new EventFile(file, channel);
  }

  /** The file's path. */
  public Path file() {
    return file;
  }

  /** Adds a scalar. */
  public void scalar(String tag, long step, double value) {
    add(step, Summary.Value.newBuilder().setTag(tag).setSimpleValue((float) value));
  }

  /** Adds a grey image. */
  public void image(String tag, long step, GreyPicture picture) {
    Summary.Image image =
        Summary.Image.newBuilder()
            .setWidth(picture.width())
            .setHeight(picture.height())
            .setColorspace(1)
            .setEncodedImageString(ByteString.copyFrom(picture.png()))
            .build();
    add(step, Summary.Value.newBuilder().setTag(tag).setImage(image));
  }

  /** Adds data of a TensorBoard plugin. */
  void plugin(String tag, String plugin, ByteString content) {
    SummaryMetadata metadata =
        SummaryMetadata.newBuilder()
            .setPluginData(
                SummaryMetadata.PluginData.newBuilder().setPluginName(plugin).setContent(content))
            .build();
    // The plugin requires a tensor, but does not use it.
    TensorProto nothing =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .addFloatVal(0)
            .setTensorShape(TensorShapeProto.getDefaultInstance())
            .build();
    add(0, Summary.Value.newBuilder().setTag(tag).setMetadata(metadata).setTensor(nothing));
  }

  private void add(long step, Summary.Value.Builder value) {
    write(event().setStep(step).setSummary(Summary.newBuilder().addValue(value)).build());
  }

  private static Event.Builder event() {
    return Event.newBuilder().setWallTime(System.currentTimeMillis() / 1000.0);
  }

  private void write(Event event) {
    byte[] data = event.toByteArray();
    byte[] length = little(Long.BYTES).putLong(data.length).array();
    try {
      out.write(length);
      out.write(little(Integer.BYTES).putInt(masked(length)).array());
      out.write(data);
      out.write(little(Integer.BYTES).putInt(masked(data)).array());
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** TensorFlow's masked CRC: rotated right by 15 bits, plus a constant. */
  private static int masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }

  /** Flushes the buffer, so that TensorBoard sees the events. */
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /** Forces everything to the disk and returns the length. */
  public long force() {
    flush();
    try {
      channel.force(false);
      return channel.position();
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static ThoraxException cannotWrite(Path file, IOException e) {
    return new ConfigurationException(
        "no-tensorboard",
        "Cannot write %s: %s; check free space and write access, or give `no-tensorboard`."
            .formatted(file, AtomicFile.reason(e)),
        e);
  }
}
