package dev.stayflow.dispatcher.operations;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes as people who know them read them: place, 16 of them, and what of them is text. */
final class HexDump {
  private static final int MOST = 4096;
  private static final int LINE = 16;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private HexDump() {}

  static String of(byte[] bytes) {
    var dump = new StringBuilder();
    for (var from = 0; from < Math.min(MOST, bytes.length); from += LINE) {
      var line = Arrays.copyOfRange(bytes, from, Math.min(from + LINE, bytes.length));
      dump.append("%08x  %-47s  %s\n".formatted(from, HEX.formatHex(line), ascii(line)));
    }
    return dump.toString();
  }

  private static String ascii(byte[] line) {
    var text = new StringBuilder();
    for (var b : line) {
      text.append(b >= ' ' && b < 127 ? (char) b : '.');
    }
    return text.toString();
  }
}
