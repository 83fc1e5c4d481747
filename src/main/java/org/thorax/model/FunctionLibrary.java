package org.thorax.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;

/**
 * The functions that a graph's nodes name in their attributes: the branches of If and Case,
 * condition and body of While. All other functions are inlined.
 *
 * @param functions these and all that they name themselves
 */
public record FunctionLibrary(List<FunctionDef> functions) {
  /** The library of a graph without conditions and loops. */
  public static final FunctionLibrary NONE = new FunctionLibrary(List.of());

  /** Copies the list. */
  public FunctionLibrary {
    functions = List.copyOf(functions);
  }

  /** As a part of a graph's protocol message. */
  public FunctionDefLibrary proto() {
    return FunctionDefLibrary.newBuilder().addAllFunction(functions).build();
  }

  /** A copy with other names, which nodes must use, too ({@link #prefixed(NodeDef, String)}). */
  public FunctionLibrary prefixed(String prefix) {
    UnaryOperator<String> rename = rename(prefix);
    return new FunctionLibrary(
        functions.stream().map(function -> renamed(function, rename)).toList());
  }

  /** A node of this library's graph with the function names of {@link #prefixed}. */
  public NodeDef prefixed(NodeDef node, String prefix) {
    return functions.isEmpty() ? node : renamed(node, rename(prefix));
  }

  private UnaryOperator<String> rename(String prefix) {
    Set<String> names =
        functions.stream().map(each -> each.getSignature().getName()).collect(Collectors.toSet());
    return name -> names.contains(name) ? prefix + name : name;
  }

  private static FunctionDef renamed(FunctionDef function, UnaryOperator<String> rename) {
    FunctionDef.Builder changed = function.toBuilder().clearNodeDef();
    changed.getSignatureBuilder().setName(rename.apply(function.getSignature().getName()));
    function.getNodeDefList().forEach(node -> changed.addNodeDef(renamed(node, rename)));
    return changed.build();
  }

  /** The node with new names of the functions in its attributes and of its op, if it is a call. */
  public static NodeDef renamed(NodeDef node, UnaryOperator<String> rename) {
    NodeDef.Builder changed = node.toBuilder().setOp(rename.apply(node.getOp()));
    for (Map.Entry<String, AttrValue> attribute : node.getAttrMap().entrySet()) {
      AttrValue value = attribute.getValue();
      if (value.hasFunc()) {
        AttrValue.Builder named = value.toBuilder();
        named.getFuncBuilder().setName(rename.apply(value.getFunc().getName()));
        changed.putAttr(attribute.getKey(), named.build());
      } else if (value.getList().getFuncCount() > 0) {
        AttrValue.Builder named = value.toBuilder();
        for (NameAttrList.Builder each : named.getListBuilder().getFuncBuilderList()) {
          each.setName(rename.apply(each.getName()));
        }
        changed.putAttr(attribute.getKey(), named.build());
      }
    }
    return changed.build();
  }

  /** The functions that a node names in its attributes. */
  public static List<String> named(NodeDef node) {
    return node.getAttrMap().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .flatMap(
            value ->
                value.hasFunc()
                    ? List.of(value.getFunc()).stream()
                    : value.getList().getFuncList().stream())
        .map(NameAttrList::getName)
        .toList();
  }
}
