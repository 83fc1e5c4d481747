package org.thorax.app.cli.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.thorax.ThoraxException;
import org.thorax.app.cli.options.ExperimentFolders;
import org.thorax.app.cli.options.NetworkOptions;
import org.thorax.app.cli.options.StoreOptions;
import org.thorax.app.doctor.CheckResult;
import org.thorax.app.doctor.FolderCheck;
import org.thorax.app.doctor.GpuCheck;
import org.thorax.app.doctor.MachineCheck;
import org.thorax.app.doctor.TensorFlowCheck;
import org.thorax.app.settings.Environment;
import org.thorax.data.DatasetKind;
import org.thorax.experiment.registry.ModelStore;
import org.thorax.experiment.registry.StoreLocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thorax doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Checks the machine: versions, devices, memory, folders, credentials.",
      "Exit code 1 when a check fails; notes do not count as failures."
    })
public final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions store;
  @Mixin private ExperimentFolders folders;

  @Option(names = "--need-gpu", description = "Fail if no GPU is usable.")
  private boolean gpu;

  @Option(names = "--online", description = "Also connect to the store and list its models.")
  private boolean online;

  @Override
  public Integer call() {
    List<CheckResult> findings = new ArrayList<>(MachineCheck.findings());
    List<CheckResult> tensorFlow = TensorFlowCheck.findings();
    findings.addAll(tensorFlow);
    boolean usable = TensorFlowCheck.hasGpu(tensorFlow);
    findings.addAll(GpuCheck.ofThisMachine().findings(usable, gpu));
    Environment environment = Environment.current();
    for (DatasetKind kind : DatasetKind.published()) {
      String variable = kind.directoryVariable();
      findings.add(FolderCheck.data(variable, environment.directory(variable)));
    }
    for (Path folder :
        List.of(folders.models(), folders.logs(), Path.of("data"), NetworkOptions.KERAS_WEIGHTS)) {
      findings.add(FolderCheck.writable(folder));
    }
    findings.add(storage());
    findings.forEach(this::print);
    boolean bad = findings.stream().anyMatch(each -> each.level() == CheckResult.Level.BAD);
    spec.commandLine().getOut().println(bad ? "Something is bad." : "Nothing is bad.");
    return bad ? 1 : 0;
  }

  private CheckResult storage() {
    if (store.named().isEmpty()) {
      return new CheckResult(
          CheckResult.Level.NOTE,
          "Store",
          "none is named; give --store or set " + StoreOptions.VARIABLE + " to share models.");
    }
    StoreLocation location = store.location();
    try (ModelStore opened = location.open()) {
      String files = online ? ", " + opened.list().size() + " files" : "";
      String how = location.isBucket() ? ", credentials found" : "";
      return new CheckResult(CheckResult.Level.OK, "Store", opened.location() + how + files);
    } catch (ThoraxException e) {
      return new CheckResult(CheckResult.Level.BAD, "Store", e.getMessage());
    }
  }

  private void print(CheckResult finding) {
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%-4s  %-10s  %s%n",
            finding.level().name().toLowerCase(Locale.ROOT),
            finding.subject(),
            finding.text());
  }
}
