package dev.stayflow.dispatcher.browser;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Makes a picture of a page small: pages have few colours, and of letters' edges nobody sees all.
 */
final class FewColours {
  private static final int MOST = 256;
  private static final int USUAL = 48;

  /** The upper bits of red, green and blue. */
  private static final int KIND = 0xF0F0F0;

  private static final int BYTE = 0xFF;

  private FewColours() {}

  /** The same picture in its most frequent colours, as PNG. */
  static byte[] of(byte[] png) throws IOException {
    var picture = ImageIO.read(new ByteArrayInputStream(png));
    var colours = palette(picture);
    var places = new HashMap<Integer, Integer>();
    var small =
        new BufferedImage(
            picture.getWidth(),
            picture.getHeight(),
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, colours.length, colours, 0, false, -1, 0));
    for (var y = 0; y < picture.getHeight(); y++) {
      for (var x = 0; x < picture.getWidth(); x++) {
        var place = places.computeIfAbsent(picture.getRGB(x, y), rgb -> nearest(colours, rgb));
        small.getRaster().setSample(x, y, 0, place);
      }
    }
    var written = new ByteArrayOutputStream();
    ImageIO.write(small, "png", written);
    return written.toByteArray();
  }

  /** Some by how often they come, then of each kind one, so that a small red button stays red. */
  private static int[] palette(BufferedImage picture) {
    var frequent = mostFrequent(picture);
    var chosen = new LinkedHashSet<Integer>(frequent.subList(0, Math.min(USUAL, frequent.size())));
    var kinds = new HashSet<Integer>();
    for (var colour : frequent) {
      if (kinds.add(colour & KIND) && chosen.size() < MOST) {
        chosen.add(colour);
      }
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<Integer> mostFrequent(BufferedImage picture) {
    var counts = new HashMap<Integer, Integer>();
    for (var y = 0; y < picture.getHeight(); y++) {
      for (var x = 0; x < picture.getWidth(); x++) {
        counts.merge(picture.getRGB(x, y), 1, Integer::sum);
      }
    }
    Comparator<Map.Entry<Integer, Integer>> rarest = Map.Entry.comparingByValue();
    return counts.entrySet().stream().sorted(rarest.reversed()).map(Map.Entry::getKey).toList();
  }

  private static int nearest(int[] colours, int rgb) {
    var best = 0;
    for (var i = 1; i < colours.length; i++) {
      if (distance(colours[i], rgb) < distance(colours[best], rgb)) {
        best = i;
      }
    }
    return best;
  }

  private static int distance(int one, int other) {
    var sum = 0;
    for (var shift = 0; shift <= 16; shift += 8) {
      var difference = ((one >> shift) & BYTE) - ((other >> shift) & BYTE);
      sum += difference * difference;
    }
    return sum;
  }
}
