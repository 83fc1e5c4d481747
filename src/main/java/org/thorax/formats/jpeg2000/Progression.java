package org.thorax.formats.jpeg2000;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The order in which packets come (ITU T.800, annex B.12), of one component. */
final class Progression {
  private Progression() {}

  /** Reads one packet of a precinct. */
  @FunctionalInterface
  interface Visitor {
    void packet(Precinct precinct, int layer);
  }

  /**
   * Some of the packets.
   *
   * @param firstResolution where it begins
   * @param layers end of the layers
   * @param resolutions end of the resolutions
   * @param order as in {@link CodingStyle#progression()}
   */
  record Part(int firstResolution, int layers, int resolutions, int order) {
    /** Reads what a POC segment says of one (annex A.6.6), of a file with one component. */
    static Part of(ByteBuffer in) {
      int first = in.get() & 0xff;
      in.get();
      int layers = in.getShort() & 0xffff;
      int resolutions = in.get() & 0xff;
      in.get();
      return new Part(first, layers, resolutions, in.get() & 0xff);
    }

    /** Calls with all packets that no part before has had. */
    void visit(List<Resolution> all, int mostLayers, Visitor visitor) {
      List<Precinct> precincts = new ArrayList<>();
      int end = Math.min(resolutions, all.size());
      for (int i = firstResolution; i < end; i++) {
        precincts.addAll(all.get(i).precincts());
      }
      int lastLayer = Math.min(layers, mostLayers);
      switch (order) {
        case 0 -> layerByLayer(precincts, lastLayer, visitor);
        case 1 -> {
          for (int i = firstResolution; i < end; i++) {
            layerByLayer(all.get(i).precincts(), lastLayer, visitor);
          }
        }
        case 2 -> precinctByPrecinct(precincts, lastLayer, visitor);
        default -> {
          precincts.sort(Comparator.comparingInt(Precinct::top).thenComparingInt(Precinct::left));
          precinctByPrecinct(precincts, lastLayer, visitor);
        }
      }
    }
  }

  private static void layerByLayer(List<Precinct> precincts, int layers, Visitor visitor) {
    for (int layer = 0; layer < layers; layer++) {
      for (Precinct precinct : precincts) {
        once(precinct, layer, visitor);
      }
    }
  }

  private static void precinctByPrecinct(List<Precinct> precincts, int layers, Visitor visitor) {
    for (Precinct precinct : precincts) {
      for (int layer = 0; layer < layers; layer++) {
        once(precinct, layer, visitor);
      }
    }
  }

  private static void once(Precinct precinct, int layer, Visitor visitor) {
    if (precinct.takes(layer)) {
      visitor.packet(precinct, layer);
    }
  }
}
