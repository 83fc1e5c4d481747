package org.thorax.ensemble;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.model.BatchNorm;
import org.thorax.model.ClassifierEnd;
import org.thorax.model.DropoutNode;
import org.thorax.model.FlatGraph;
import org.thorax.model.FunctionLibrary;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.NodeDefs;
import org.thorax.model.Scaling;
import org.thorax.model.ScalingNodes;
import org.thorax.model.TrainingLayers;
import org.thorax.model.Variable;
import org.thorax.model.WeightSource;

/**
 * The network of an ensemble: each member's graph under a prefix, all with the same images as
 * input, followed by the combination. Members with different scalings scale inside the graph; size,
 * crop and transformations must be the same.
 */
final class MergedNetwork {
  private static final String INPUT = "images";

  private final List<Model> members;
  private final List<String> classNames;
  private final List<NodeDef> nodes = new ArrayList<>();
  private final List<Variable> variables = new ArrayList<>();
  private final List<BatchNorm> batchNorms = new ArrayList<>();
  private final List<DropoutNode> dropouts = new ArrayList<>();
  private final List<FunctionDef> functions = new ArrayList<>();
  private final Map<String, Owned> owners = new HashMap<>();

  private record Owned(Model member, Variable variable) {}

  private MergedNetwork(List<Model> members) {
    this.members = members;
    this.classNames = members.get(0).contract().classNames();
  }

  /**
   * Merges the members.
   *
   * @param members owned by the merged model afterwards
   * @throws ThoraxException if members do not fit together or the combination does not fit them
   */
  static Model of(String name, List<Model> members, Combination combination) {
    return new MergedNetwork(members).merged(name, combination);
  }

  private Model merged(String name, Combination combination) {
    members.forEach(this::check);
    combination.check(members.size(), classNames.size());
    List<ModelContract> contracts = members.stream().map(Model::contract).toList();
    Optional<Scaling> common = commonScaling(contracts);
    FlatGraph one = members.get(0).flat();
    nodes.add(
        NodeDefs.placeholder(
            INPUT,
            DataType.DT_FLOAT,
            List.of(-1L, (long) height(), (long) width(), (long) one.input().channels())));
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      String prefix = "member_" + i;
      String images = common.isPresent() ? INPUT : scaled(members.get(i), prefix);
      outputs.add(inOrder(members.get(i), add(members.get(i), prefix, images), prefix));
    }
    nodes.addAll(combination.nodes(outputs, classNames.size()));
    variables.addAll(combination.variables());
    FlatGraph flat =
        new FlatGraph(
            name,
            new FlatGraph.Body(nodes, new FunctionLibrary(functions)),
            new FlatGraph.Input(INPUT, height(), width(), one.input().channels()),
            new FlatGraph.Output(Combination.OUTPUT, 2, classNames.size(), Optional.empty()),
            variables,
            new TrainingLayers(batchNorms, dropouts));
    WeightSource weights = variable -> values(variable, combination);
    return new Model(
        flat,
        contract(name, contracts),
        weights.closedBy(() -> members.forEach(Model::close)),
        members.stream().flatMap(each -> each.remarks().stream()).distinct().toList());
  }

  /**
   * The contract of the members' network. If the members' scalings differ, they scale the images
   * themselves, and the network's scaling is none.
   */
  static ModelContract contract(String name, List<ModelContract> members) {
    return members
        .get(0)
        .withArchitecture(name)
        .withActivation(Optional.empty())
        .withScaling(commonScaling(members).orElse(Scaling.NONE));
  }

  private static Optional<Scaling> commonScaling(List<ModelContract> members) {
    Optional<Scaling> first = members.get(0).scaling();
    return members.stream().allMatch(each -> each.scaling().equals(first))
        ? first
        : Optional.empty();
  }

  private float[] values(Variable variable, Combination combination) {
    Owned owned = owners.get(variable.name());
    return owned == null
        ? combination.values(variable)
        : owned.member().weights().values(owned.variable());
  }

  private int height() {
    return members.stream().mapToInt(each -> each.flat().input().height()).max().orElseThrow();
  }

  private int width() {
    return members.stream().mapToInt(each -> each.flat().input().width()).max().orElseThrow();
  }

  private void check(Model member) {
    ModelContract contract = member.contract();
    ModelContract first = members.get(0).contract();
    require(member.flat().output().rank() == 2, "a complete classifier", "a backbone", contract);
    ClassifierEnd.requireProbabilities(member, "Member " + contract.architecture());
    require(contract.scaling().isPresent(), "a known scaling of images", "none", contract);
    require(
        contract.images().height().equals(first.images().height())
            && contract.images().width().equals(first.images().width()),
        "images of " + size(first),
        size(contract),
        contract);
    require(
        contract.images().preparation().equals(first.images().preparation()),
        "images prepared by " + first.images().preparation(),
        String.valueOf(contract.images().preparation()),
        contract);
    require(
        member.flat().input().channels() == members.get(0).flat().input().channels(),
        members.get(0).flat().input().channels() + " channels",
        String.valueOf(member.flat().input().channels()),
        contract);
    require(
        !classNames.isEmpty()
            && contract.classNames().size() == classNames.size()
            && new HashSet<>(contract.classNames()).equals(new HashSet<>(classNames)),
        "the classes " + String.join(", ", classNames),
        String.join(", ", contract.classNames()),
        contract);
  }

  private static void require(
      boolean holds, String expected, String found, ModelContract contract) {
    if (!holds) {
      throw new DataException(
          "Members of an ensemble must agree: expected %s, found %s in %s; leave that member out or train it alike."
              .formatted(expected, found, contract.architecture()));
    }
  }

  private static String size(ModelContract contract) {
    return contract.images().width().map(String::valueOf).orElse("any")
        + " x "
        + contract.images().height().map(String::valueOf).orElse("any");
  }

  private String scaled(Model member, String prefix) {
    String name = prefix + "/scaled";
    Scaling scaling = member.contract().scaling().orElseThrow();
    nodes.addAll(ScalingNodes.ofFloats(scaling, INPUT, name, member.flat().input().channels()));
    return name;
  }

  /** Adds a member's nodes and variables under the prefix and returns its output. */
  private String add(Model member, String prefix, String images) {
    FlatGraph flat = member.flat();
    for (Variable variable : flat.variables()) {
      Variable renamed = variable.within(prefix);
      variables.add(renamed);
      owners.put(renamed.name(), new Owned(member, variable));
    }
    for (NodeDef node : flat.nodes()) {
      if (!node.getName().equals(flat.input().name())) {
        NodeDef.Builder copy = node.toBuilder().setName(prefix + "/" + node.getName()).clearInput();
        node.getInputList().forEach(each -> copy.addInput(renamed(flat, each, prefix, images)));
        nodes.add(flat.body().functions().prefixed(copy.build(), prefix + "_"));
      }
    }
    functions.addAll(flat.body().functions().prefixed(prefix + "_").functions());
    flat.inTraining().batchNorms().forEach(norm -> batchNorms.add(norm.within(prefix)));
    for (DropoutNode dropout : flat.inTraining().dropouts()) {
      dropouts.add(
          new DropoutNode(prefix + "/" + dropout.node(), dropout.rate(), dropout.spatial()));
    }
    return renamed(flat, flat.output().tensor(), prefix, images);
  }

  private static String renamed(FlatGraph flat, String tensor, String prefix, String images) {
    return FlatGraph.producer(tensor).equals(flat.input().name()) ? images : prefix + "/" + tensor;
  }

  /** The member's probabilities in the order of the first member's classes. */
  private String inOrder(Model member, String output, String prefix) {
    List<String> own = member.contract().classNames();
    if (own.equals(classNames)) {
      return output;
    }
    int[] places = classNames.stream().mapToInt(own::indexOf).toArray();
    String name = prefix + "/in_order";
    nodes.add(NodeDefs.constant(name + "/places", List.of((long) places.length), places));
    nodes.add(NodeDefs.constant(name + "/axis", List.of(), 1));
    nodes.add(
        NodeDefs.of("GatherV2", name, output, name + "/places", name + "/axis")
            .putAttr("Tparams", NodeDefs.type(DataType.DT_FLOAT))
            .putAttr("Tindices", NodeDefs.type(DataType.DT_INT32))
            .putAttr("Taxis", NodeDefs.type(DataType.DT_INT32))
            .build());
    return name;
  }
}
