package org.thorax.app.cli.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.thorax.app.cli.options.DatasetArgument;
import org.thorax.app.cli.options.DatasetClasses;
import org.thorax.data.LabelCounts;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.tools.DatasetCheck;
import org.thorax.data.tools.DatasetIssue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thorax dataset check}. */
@Command(
    name = "check",
    description =
        "Checks for missing, corrupt and duplicate images, invalid rows and patients in more "
            + "than one set.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:no problems", "1:problems found", "2:invalid usage"})
final class DatasetCheckCommand implements Callable<Integer> {
  private static final int NAMED = 20;

  @Spec private CommandSpec spec;
  @Mixin private DatasetArgument dataset;
  @Mixin private DatasetClasses classes;

  @Option(names = "--labels-only", description = "Check the table only, not the images.")
  private boolean labelsOnly;

  @Option(names = "--all", description = "List every problem instead of the first 20 of each kind.")
  private boolean all;

  @Option(names = "--json", description = "Print JSON with every problem.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    DatasetReader reader = dataset.reader();
    DatasetCheck check = check(reader);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(check));
    } else {
      Set<String> read = check.labels().stream().map(LabelCounts::name).collect(Collectors.toSet());
      print(check, reader.allClasses().stream().filter(each -> !read.contains(each)).toList(), out);
    }
    return check.faults().isEmpty() ? 0 : 1;
  }

  private DatasetCheck check(DatasetReader reader) {
    if (json || labelsOnly || !Boolean.getBoolean("thorax.terminal")) {
      return DatasetCheck.of(reader, classes.of(reader), labelsOnly, () -> {});
    }
    try (ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("Images")
            .setInitialMax(DatasetCheck.images(reader))
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(System.out))
            .setUpdateIntervalMillis(250)
            .build()) {
      return DatasetCheck.of(reader, classes.of(reader), false, bar::step);
    }
  }

  private void print(DatasetCheck check, List<String> without, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s: %,d images of %,d patients%n",
        check.folder(),
        check.images(),
        check.patients());
    for (LabelCounts label : check.labels()) {
      out.printf(
          Locale.ROOT,
          "  %-27s%,9d positive %,9d negative %,9d uncertain %,9d blank%s%n",
          label.name(),
          label.positive(),
          label.negative(),
          label.uncertain(),
          label.blank(),
          label.positive() == 0 ? "  (cannot be learned)" : "");
    }
    if (!without.isEmpty()) {
      out.println("  left out: " + String.join(", ", without));
    }
    for (DatasetIssue.Kind kind : DatasetIssue.Kind.values()) {
      list(
          kind.plural(),
          check.faults().stream()
              .filter(each -> each.kind() == kind)
              .map(DatasetIssue::text)
              .toList(),
          out);
    }
    list("image files that no table names (no fault)", check.unnamed(), out);
    out.println();
    out.println(
        check.faults().isEmpty()
            ? "Nothing is wrong" + (labelsOnly ? "; the images were not looked at." : ".")
            : check.faults().size() + " faults.");
  }

  private void list(String what, List<String> lines, PrintWriter out) {
    if (lines.isEmpty()) {
      return;
    }
    out.printf(Locale.ROOT, "%n%,d %s:%n", lines.size(), what);
    lines.stream().limit(all ? Long.MAX_VALUE : NAMED).forEach(line -> out.println("  " + line));
    if (!all && lines.size() > NAMED) {
      out.printf("  and %d more (--all names them)%n", lines.size() - NAMED);
    }
  }

  private static String json(DatasetCheck check) throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("folder", check.folder().toString());
    root.put("images", check.images()).put("patients", check.patients());
    ObjectNode labels = root.putObject("labels");
    for (LabelCounts label : check.labels()) {
      labels
          .putObject(label.name())
          .put("positive", label.positive())
          .put("negative", label.negative())
          .put("uncertain", label.uncertain())
          .put("blank", label.blank());
    }
    ObjectNode faults = root.putObject("faults");
    for (DatasetIssue.Kind kind : DatasetIssue.Kind.values()) {
      var texts = faults.putArray(kind.name().toLowerCase(Locale.ROOT));
      check.faults().stream()
          .filter(fault -> fault.kind() == kind)
          .forEach(fault -> texts.add(fault.text()));
    }
    check.unnamed().forEach(root.putArray("unnamed")::add);
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }
}
