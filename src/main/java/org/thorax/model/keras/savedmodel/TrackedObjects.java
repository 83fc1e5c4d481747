package org.thorax.model.keras.savedmodel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.ObjectReference;

/**
 * The Python objects of a SavedModel: finds the variable object of a handle by the checkpoint key
 * of its value, and whether it is trained. Names are not sufficient, because layers of different
 * nested models may have the same name.
 */
final class TrackedObjects {
  private static final Pattern ESCAPED = Pattern.compile("\\.(.)");
  private static final String VALUE = "/.ATTRIBUTES/VARIABLE_VALUE";
  private static final String TRAINED = "trainable_variables";

  private final SavedObjectGraph objects;
  private final Map<String, String> keys;
  private final Set<Integer> listed = new HashSet<>();
  private final Set<Integer> trained = new HashSet<>();
  private final Set<String> trainedNames = new HashSet<>();
  private final boolean saysWhatIsTrained;

  TrackedObjects(MetaGraphDef graph) {
    this.objects = graph.getObjectGraphDef();
    this.keys = objects.getNodesCount() == 0 ? Map.of() : RestoreMap.of(graph);
    Map<String, Integer> root = objects.getNodesCount() == 0 ? Map.of() : children(0);
    this.saysWhatIsTrained = root.containsKey(TRAINED);
    if (saysWhatIsTrained) {
      trained.addAll(children(root.get(TRAINED)).values());
      trained.stream()
          .map(objects::getNodes)
          .filter(SavedObject::hasVariable)
          .forEach(object -> trainedNames.add(object.getVariable().getName()));
    }
    if (root.containsKey("variables")) {
      listed.addAll(children(root.get("variables")).values());
    }
    listed.addAll(trained);
  }

  /** The variable behind a handle. */
  Optional<Integer> variable(String handle) {
    String key = keys.get(handle);
    if (key == null || !key.endsWith(VALUE)) {
      return Optional.empty();
    }
    int node = 0;
    for (String escaped : key.substring(0, key.length() - VALUE.length()).split("/", -1)) {
      Integer child = children(node).get(unescaped(escaped));
      if (child == null) {
        return Optional.empty();
      }
      node = child;
    }
    return objects.getNodes(node).hasVariable() ? Optional.of(node) : Optional.empty();
  }

  /** Whether its layer would train the variable if nothing were frozen. */
  boolean isTrainable(int variable) {
    return objects.getNodes(variable).getVariable().getTrainable();
  }

  /** Whether the model trains the variable. */
  boolean isTrained(int variable) {
    // Keras 3's export restores copies, which are not in its lists, under the same names.
    return !saysWhatIsTrained
        ? isTrainable(variable)
        : listed.contains(variable)
            ? trained.contains(variable)
            : trainedNames.contains(objects.getNodes(variable).getVariable().getName());
  }

  /** The objects that have this variable as an attribute, in particular its layer. */
  List<Integer> owners(int variable) {
    return IntStream.range(0, objects.getNodesCount())
        .filter(
            node ->
                objects.getNodes(node).getChildrenList().stream()
                    .anyMatch(child -> child.getNodeId() == variable))
        .boxed()
        .toList();
  }

  private Map<String, Integer> children(int node) {
    Map<String, Integer> children = new HashMap<>();
    for (ObjectReference child : objects.getNodes(node).getChildrenList()) {
      children.put(child.getLocalName(), child.getNodeId());
    }
    return children;
  }

  /** A doubled dot, and a slash that is written {@code .S}. */
  private static String unescaped(String name) {
    return ESCAPED
        .matcher(name)
        .replaceAll(escape -> escape.group(1).equals("S") ? "/" : Matcher.quoteReplacement("."));
  }
}
