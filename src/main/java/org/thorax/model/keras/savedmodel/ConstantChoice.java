package org.thorax.model.keras.savedmodel;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/** Evaluates conditions that do not depend on the image, such as Keras' learning phase. */
final class ConstantChoice {
  private static final Set<String> TRANSPARENT = Set.of("Identity", "PlaceholderWithDefault");

  private final Map<String, NodeDef> flat;

  /**
   * @param flat the nodes so far by name
   */
  ConstantChoice(Map<String, NodeDef> flat) {
    this.flat = flat;
  }

  /** The function called by a condition on a constant; empty for all other nodes. */
  Optional<String> branch(NodeDef node, UnaryOperator<String> resolve) {
    return switch (node.getOp()) {
      case "If", "StatelessIf" ->
          flag(resolve.apply(node.getInput(0)))
              .map(taken -> taken ? "then_branch" : "else_branch")
              .map(name -> node.getAttrOrThrow(name).getFunc().getName());
      case "Case", "StatelessCase" -> branch(node, resolve.apply(node.getInput(0)));
      default -> Optional.empty();
    };
  }

  /** TensorFlow takes the last branch for a number out of range. */
  private Optional<String> branch(NodeDef node, String number) {
    AttrValue.ListValue branches = node.getAttrOrThrow("branches").getList();
    int last = branches.getFuncCount() - 1;
    return constant(number)
        .filter(tensor -> tensor.getDtype() == DataType.DT_INT32 && tensor.getIntValCount() == 1)
        .map(tensor -> tensor.getIntVal(0))
        .map(index -> index < 0 || index > last ? last : index)
        .map(branches::getFunc)
        .map(NameAttrList::getName);
  }

  /** The value of a boolean that does not depend on the image. */
  Optional<Boolean> flag(String tensor) {
    NodeDef node = flat.get(tensor);
    if (node == null) {
      return Optional.empty();
    }
    return switch (node.getOp()) {
      case "LogicalNot" -> flag(node.getInput(0)).map(value -> !value);
      case "LogicalAnd" -> both(node).map(values -> values[0] && values[1]);
      case "LogicalOr" -> both(node).map(values -> values[0] || values[1]);
      default ->
          constant(tensor)
              .filter(value -> value.getDtype() == DataType.DT_BOOL && value.getBoolValCount() == 1)
              .map(value -> value.getBoolVal(0));
    };
  }

  private Optional<boolean[]> both(NodeDef node) {
    return flag(node.getInput(0))
        .flatMap(one -> flag(node.getInput(1)).map(other -> new boolean[] {one, other}));
  }

  private Optional<TensorProto> constant(String tensor) {
    NodeDef node = flat.get(tensor);
    while (node != null && TRANSPARENT.contains(node.getOp())) {
      node = flat.get(node.getInput(0));
    }
    return Optional.ofNullable(node)
        .filter(each -> each.getOp().equals("Const"))
        .map(each -> each.getAttrOrThrow("value").getTensor());
  }
}
