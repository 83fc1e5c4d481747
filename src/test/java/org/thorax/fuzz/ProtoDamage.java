package org.thorax.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Damages a protocol buffer by its fields, so that it still parses and the damage reaches what
 * reads it.
 */
final class ProtoDamage {
  private static final int DEEPEST = 40;

  private final Random random;

  ProtoDamage(Random random) {
    this.random = random;
  }

  /** Changes one field somewhere in a message, each way down as likely as the next. */
  void change(Message.Builder message) {
    change(message, 0);
  }

  private void change(Message.Builder message, int depth) {
    List<FieldDescriptor> fields = new ArrayList<>(message.getAllFields().keySet());
    if (fields.isEmpty() || depth > DEEPEST) {
      return;
    }
    FieldDescriptor field = fields.get(random.nextInt(fields.size()));
    if (random.nextInt(20) == 0) {
      message.clearField(field);
      return;
    }
    if (!field.isRepeated()) {
      message.setField(field, changed(field, message.getField(field), depth));
      return;
    }
    int count = message.getRepeatedFieldCount(field);
    int place = random.nextInt(count);
    Object value = message.getRepeatedField(field, place);
    switch (field.isMapField() ? 9 : random.nextInt(10)) {
      case 0 -> message.addRepeatedField(field, value);
      case 1 -> {
        List<Object> left = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          if (i != place) {
            left.add(message.getRepeatedField(field, i));
          }
        }
        message.setField(field, left);
      }
      case 2 ->
          message.setRepeatedField(
              field, place, message.getRepeatedField(field, random.nextInt(count)));
      default -> message.setRepeatedField(field, place, changed(field, value, depth));
    }
  }

  private Object changed(FieldDescriptor field, Object value, int depth) {
    return switch (field.getJavaType()) {
      case MESSAGE -> {
        Message.Builder inner = ((Message) value).toBuilder();
        change(inner, depth + 1);
        yield inner.build();
      }
      case INT -> (int) number();
      case LONG -> number();
      case FLOAT -> (float) number();
      case DOUBLE -> (double) number();
      case BOOLEAN -> !((Boolean) value);
      case ENUM -> {
        List<EnumValueDescriptor> values = field.getEnumType().getValues();
        yield values.get(random.nextInt(values.size()));
      }
      case STRING -> changed((String) value);
      case BYTE_STRING -> changed((ByteString) value);
    };
  }

  private long number() {
    return random.nextBoolean() ? random.nextInt(64) : Damage.lie(random);
  }

  private String changed(String text) {
    return switch (random.nextInt(4)) {
      case 0 -> "";
      case 1 -> text + ":" + random.nextInt(3);
      case 2 -> text.substring(0, random.nextInt(text.length() + 1));
      default -> text + "x";
    };
  }

  private ByteString changed(ByteString bytes) {
    byte[] values = bytes.toByteArray();
    if (values.length == 0) {
      return ByteString.copyFromUtf8("x");
    }
    if (random.nextInt(3) == 0) {
      return bytes.substring(0, random.nextInt(values.length));
    }
    values[random.nextInt(values.length)] = (byte) random.nextInt(256);
    return ByteString.copyFrom(values);
  }
}
