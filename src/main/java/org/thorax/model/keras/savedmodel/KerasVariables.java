package org.thorax.model.keras.savedmodel;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedVariable;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VariableDef;
import org.thorax.FileException;
import org.thorax.model.Variable;

/**
 * The variables of a SavedModel's graph under their Keras names and in Keras' order.
 *
 * <p>Keras 3's export keeps two copies of each variable and uses the one whose handle ends in
 * {@code _1}; its name is the handle's without that ending.
 */
final class KerasVariables {
  /** For graphs that do not specify which variables are trained. */
  private static final Pattern MOVING_STATISTIC =
      Pattern.compile("(^|/)moving_(mean|variance)(_\\d+)?$");

  private final Map<String, NodeDef> handles = new HashMap<>();
  private final Map<String, Integer> order = new HashMap<>();
  private final Map<String, Boolean> trainable = new HashMap<>();
  private final Map<String, String> handleOf = new HashMap<>();
  private final TrackedObjects objects;
  private final String where;

  KerasVariables(MetaGraphDef graph, String where) {
    this.where = where;
    this.objects = new TrackedObjects(graph);
    for (NodeDef node : graph.getGraphDef().getNodeList()) {
      if (node.getOp().equals("VarHandleOp")) {
        handles.put(node.getName(), node);
      }
    }
    readObjects(graph.getObjectGraphDef());
    readCollections(graph);
  }

  /**
   * The Keras name of each handle that the network uses. Layers of a custom model class may give
   * several variables one name; those keep their handles' names.
   */
  Map<String, String> names(Set<String> used) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String handle : used) {
      String base = withoutNumber(handle);
      boolean copy =
          !base.equals(handle)
              && handles.containsKey(base)
              && !used.contains(base)
              && used.stream().filter(other -> withoutNumber(other).equals(base)).count() == 1;
      names.put(handle, copy ? base : handle);
      handleOf.put(copy ? base : handle, handle);
    }
    return names;
  }

  private static String withoutNumber(String handle) {
    return handle.replaceFirst("_\\d+$", "");
  }

  /** The variables of these handles in Keras' order. */
  List<Variable> variables(Map<String, String> names) {
    List<String> firstUse = List.copyOf(names.values());
    Map<String, Integer> use =
        firstUse.stream().collect(Collectors.toMap(name -> name, firstUse::indexOf));
    return names.entrySet().stream()
        .map(entry -> variable(handles.get(entry.getKey()), entry.getValue()))
        .sorted(
            Comparator.comparing(
                    (Variable each) -> order.getOrDefault(each.name(), Integer.MAX_VALUE))
                .thenComparing(each -> use.get(each.name())))
        .toList();
  }

  /** The handle's node behind a Keras name. */
  String handle(String name) {
    return handleOf.get(name);
  }

  boolean isHandle(String node) {
    return handles.containsKey(node);
  }

  private Variable variable(NodeDef handle, String name) {
    TensorShapeProto shape = handle.getAttrOrThrow("shape").getShape();
    var type = handle.getAttrOrThrow("dtype").getType();
    if (type == org.tensorflow.proto.DataType.DT_INT64
        || type == org.tensorflow.proto.DataType.DT_UINT32) {
      throw new FileException(
          "Expected no random layers in the predictions of "
              + where
              + ", found the state "
              + name
              + " of one; save the model as .keras or .h5.");
    }
    if (type != org.tensorflow.proto.DataType.DT_FLOAT) {
      throw new FileException(
          "Expected float32 variables in "
              + where
              + ", found "
              + name
              + " of type "
              + type
              + "; save the model with the float32 policy.");
    }
    List<Long> sizes = shape.getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
    if (shape.getUnknownRank() || sizes.contains(-1L)) {
      throw new FileException(
          "Variable " + name + " of " + where + " has no fixed shape; build the model first.");
    }
    Optional<Integer> object = objects.variable(handle.getName());
    boolean told = trainable.getOrDefault(name, !MOVING_STATISTIC.matcher(name).find());
    boolean possible = object.map(objects::isTrainable).orElse(told);
    boolean trained = object.map(objects::isTrained).orElse(possible);
    return new Variable(name, sizes, trained, possible && !trained);
  }

  /** The objects that have the variable as an attribute, as numbers in the object graph. */
  List<Integer> owners(String name) {
    return objects.variable(handle(name)).map(objects::owners).orElse(List.of());
  }

  private void readObjects(SavedObjectGraph objects) {
    for (SavedObject object : objects.getNodesList()) {
      if (object.hasVariable()) {
        SavedVariable variable = object.getVariable();
        trainable.put(variable.getName(), variable.getTrainable());
      }
    }
    if (objects.getNodesCount() == 0) {
      return;
    }
    objects.getNodes(0).getChildrenList().stream()
        .filter(child -> child.getLocalName().equals("variables"))
        .map(child -> objects.getNodes(child.getNodeId()))
        .findFirst()
        .ifPresent(list -> readOrder(list, objects));
  }

  private void readOrder(SavedObject list, SavedObjectGraph objects) {
    list.getChildrenList()
        .forEach(
            child -> {
              SavedObject object = objects.getNodes(child.getNodeId());
              if (object.hasVariable() && child.getLocalName().matches("\\d{1,9}")) {
                order.putIfAbsent(
                    object.getVariable().getName(), Integer.parseInt(child.getLocalName()));
              }
            });
  }

  /** For graphs in TensorFlow 1's form, and Thorax's own: the collections list the variables. */
  private void readCollections(MetaGraphDef graph) {
    int position = 0;
    for (VariableDef variable : collection(graph, "variables")) {
      trainable.put(name(variable), variable.getTrainable());
      order.put(name(variable), position++);
    }
    // Before TensorFlow 1.12 only this list specified which variables are trained.
    collection(graph, "trainable_variables").forEach(each -> trainable.put(name(each), true));
  }

  private List<VariableDef> collection(MetaGraphDef graph, String name) {
    List<VariableDef> variables = new ArrayList<>();
    CollectionDef found = graph.getCollectionDefOrDefault(name, CollectionDef.getDefaultInstance());
    for (ByteString bytes : found.getBytesList().getValueList()) {
      try {
        variables.add(VariableDef.parseFrom(bytes));
      } catch (InvalidProtocolBufferException e) {
        throw new FileException(
            "The list of variables of " + where + " is damaged; save the model again.", e);
      }
    }
    return variables;
  }

  private static String name(VariableDef variable) {
    return variable.getVariableName().replaceFirst(":0$", "");
  }
}
