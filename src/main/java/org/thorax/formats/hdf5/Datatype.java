package org.thorax.formats.hdf5;

/**
 * An element's type (message 0x03).
 *
 * @param kind of the type
 * @param size bytes of an element in the file
 * @param bigEndian its byte order
 * @param signed of integers
 */
record Datatype(Kind kind, int size, boolean bigEndian, boolean signed) {
  enum Kind {
    INTEGER,
    FLOAT,
    TEXT,
    VARIABLE_TEXT,
    OTHER
  }

  static Datatype read(LittleEndianReader message) {
    int classAndVersion = message.u8();
    int bits = message.u8();
    message.skip(2);
    long size = message.u32();
    if (size == 0 || size > 1 << 20) {
      throw message.file().damaged("values of " + size + " bytes each");
    }
    int bytes = (int) size;
    boolean bigEndian = (bits & 1) != 0;
    return switch (classAndVersion & 0x0F) {
      case 0 ->
          new Datatype(bytes <= 8 ? Kind.INTEGER : Kind.OTHER, bytes, bigEndian, (bits & 8) != 0);
      case 1 ->
          new Datatype(
              ieee(message.skip(2), bytes) ? Kind.FLOAT : Kind.OTHER, bytes, bigEndian, true);
      case 3 -> new Datatype(Kind.TEXT, bytes, false, false);
      case 9 ->
          new Datatype((bits & 0x0F) == 1 ? Kind.VARIABLE_TEXT : Kind.OTHER, bytes, false, false);
      default -> new Datatype(Kind.OTHER, bytes, false, false);
    };
  }

  /** Whether precision, exponent and fraction are those of IEEE 754 binary16, 32 or 64. */
  private static boolean ieee(LittleEndianReader properties, int size) {
    int precision = properties.u16();
    properties.skip(1);
    int exponent = properties.u8();
    properties.skip(1);
    int fraction = properties.u8();
    return precision == 8 * size
        && switch (size) {
          case 2 -> exponent == 5 && fraction == 10;
          case 4 -> exponent == 8 && fraction == 23;
          case 8 -> exponent == 11 && fraction == 52;
          default -> false;
        };
  }
}
