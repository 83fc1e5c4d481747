package org.thorax.app.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thorax.app.cli.CommandLineRun.thorax;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.ThoraxProcess;
import org.thorax.experiment.registry.DirectoryStore;
import org.thorax.experiment.registry.FakeGcsServer;
import org.thorax.experiment.registry.LoggedModels;
import org.thorax.experiment.registry.ModelSource;
import org.thorax.experiment.registry.TrainedModels;
import org.thorax.formats.io.AtomicDirectory;

class ModelsCommandTest {
  private static final String ID = "1f0c0d9e-0000-11f0-8000-0123456789ab";
  private static final String CONFLICT = "conf-" + ID;
  private static final String STAMPED = "DenseNet121_Chexpert_BCE_20200903-101112";

  @TempDir Path folder;
  private Path models;
  private Path keras;
  private Path savedModel;

  @BeforeEach
  void writeExperiment() throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(
        folder.resolve("logs/experiment-log.json"),
        "{\"experiments\": ["
            + entry(ID, "DenseNet121_Chexpert_BCE", "1")
            + ", "
            + entry(CONFLICT, "Renamed_Later", "2")
            + "]}");
    models = folder.resolve("models");
    keras = models.resolve("DenseNet121_Chexpert_BCE").resolve(STAMPED + ".h5");
    savedModel = keras.resolveSibling(STAMPED);
    Files.createDirectories(savedModel.resolve("variables"));
    Files.writeString(keras, "weights in HDF5");
    Files.writeString(savedModel.resolve("saved_model.pb"), "graph");
    Files.writeString(savedModel.resolve("variables/variables.index"), "index");
  }

  private static String entry(String id, String name, String version) {
    return """
        {"id": "%s", "name": "%s", "filename": "%s.h5", "version": "%s", "history": {},
         "description": "", "test": null, "classification_report": null}"""
        .formatted(id, name, STAMPED, version);
  }

  private CommandLineRun run(String verb, Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of("models", verb, "--models-dir", models, "--logs-dir", folder.resolve("logs")));
    all.addAll(List.of(more));
    return thorax(all.toArray());
  }

  private void theJourney(Object... store) throws IOException {
    String pushed = run("push", join(ID, store)).succeeds().out();
    assertThat(pushed).contains(ID + ".h5", ID + ".savedmodel.zip", "CRC32C");
    assertThat(run("push", join(ID, store)).succeeds().out()).as("again").isEqualTo(pushed);
    assertThat(run("list", store).succeeds().out())
        .contains("DenseNet121_Chexpert_BCE", "2 files in");
    assertThat(run("verify", store).succeeds().out()).contains("same", "All checksums");

    AtomicDirectory.delete(models);
    assertThat(run("verify", store).succeeds().out()).contains("only stored");
    assertThat(run("pull", join(ID, store)).succeeds().out()).contains(keras.toString());
    assertThat(keras).hasContent("weights in HDF5");
    assertThat(savedModel.resolve("variables/variables.index")).hasContent("index");
    try (Stream<Path> all = Files.list(keras.getParent())) {
      assertThat(all).containsExactlyInAnyOrder(keras, savedModel);
    }

    Files.writeString(keras, "other weights");
    run("push", join(ID, store)).failsSaying(ID + ".h5", "another file", "nothing was overwritten");
    run("pull", join(ID, store)).failsSaying("nothing was overwritten, move it away first");
    assertThat(run("verify", store).out()).contains("different here", "Not all");

    run("delete", join(ID, store)).failsSaying("Nothing was deleted; add --yes");
    assertThat(run("delete", join("--yes", join(ID, store))).succeeds().out()).contains("Deleted");
    run("pull", join(ID, store)).failsSaying("There is no model of " + ID);
    assertThat(run("list", store).succeeds().out()).startsWith("0 files in");
  }

  private static Object[] join(Object first, Object... rest) {
    List<Object> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(rest));
    return all.toArray();
  }

  @Test
  void modelsGoIntoAFolderAndComeBack() throws IOException {
    theJourney("--store", folder.resolve("store"));
  }

  @Tag("tools")
  @Test
  void modelsGoIntoABucketAndComeBack() throws Exception {
    try (FakeGcsServer server = FakeGcsServer.start()) {
      Object[] store = {"--store", "gs://", "--endpoint", server.address()};
      run("list", store).failsSaying("gs://idp-models/", "there is no such bucket");
      run("push", join(ID, store)).failsSaying("there is no such bucket");
      makeBucket(server, "idp-models");
      theJourney(store);
    }
  }

  private static void makeBucket(FakeGcsServer server, String name) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.address() + "/storage/v1/b?project=thorax"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"" + name + "\"}"))
            .build();
    assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()))
        .returns(200, HttpResponse::statusCode);
  }

  @Test
  void aLegacyObjectIsFoundByIdNameOrFileAndPutWhereItBelongs() throws IOException {
    Path store = Files.createDirectories(folder.resolve("store"));
    AtomicDirectory.delete(models);
    Files.writeString(store.resolve(ID + ".h5"), "legacy");
    for (String given : List.of(ID, "DenseNet121_Chexpert_BCE", STAMPED, STAMPED + ".h5")) {
      run("pull", given, "--store", store).succeeds();
      assertThat(keras).hasContent("legacy");
      Files.delete(keras);
    }
    run("pull", "no-such-experiment", "--store", store).failsSaying("no-such-experiment");
  }

  @Test
  void anEntryRenamedInTheLogIsFoundByItsFile() {
    String out = run("push", CONFLICT, "--store", folder.resolve("store")).succeeds().out();
    assertThat(out).contains(CONFLICT + ".h5");
  }

  @Test
  void whatIsMissingIsFetchedForOtherCommands() throws IOException {
    Path store = folder.resolve("store");
    run("push", ID, "--store", store).succeeds();
    AtomicDirectory.delete(models);
    List<String> fetched = new ArrayList<>();
    ModelSource source =
        new ModelSource(
            new TrainedModels(models, folder.resolve("logs")),
            Optional.of(() -> new DirectoryStore(store)),
            name -> {
              fetched.add(name);
              return (moved, size) -> {};
            });
    assertThat(source.find(ID)).isEqualTo(savedModel);
    assertThat(source.find(ID)).isEqualTo(savedModel);
    assertThat(fetched).containsExactly(ID + ".h5", ID + ".savedmodel.zip");
    assertThat(new LoggedModels(models, folder.resolve("logs")).experiment(ID).id()).isEqualTo(ID);
    thorax(
            "predict",
            ID,
            "a.png",
            "--store",
            folder.resolve("other"),
            "--models-dir",
            folder.resolve("nothing"),
            "--logs-dir",
            folder.resolve("logs"))
        .failsSaying("There is no model of " + ID);
  }

  @Test
  void aDamagedObjectIsSaid() throws IOException {
    Path store = folder.resolve("store");
    run("push", ID, "--store", store).succeeds();
    Files.writeString(store.resolve(ID + ".h5"), "flipped");
    assertThat(run("verify", "--store", store)).matches(run -> run.exit() == 1);
    assertThat(run("verify", ID, "--store", store).out()).contains("damaged");
    AtomicDirectory.delete(models);
    run("pull", ID, "--store", store).failsSaying("Expected CRC32C", "Nothing was kept");
    assertThat(keras).doesNotExist();
  }

  @Test
  void missingCredentialsAreSaidInOneLine() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Duser.home=" + folder,
            "-cp",
            ThoraxProcess.classPath(),
            "org.thorax.app.cli.Thorax",
            "models",
            "list",
            "--store",
            "gs://");
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("GOOGLE_"));
    builder.environment().put("NO_GCE_CHECK", "true");
    builder.environment().put("CLOUDSDK_CONFIG", folder.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(said.lines().filter(line -> !line.contains("SLF4J")))
        .singleElement()
        .asString()
        .contains("No Google credentials are found", "GOOGLE_APPLICATION_CREDENTIALS");
  }

  @Test
  void aTrainingThatCouldNotUploadDoesNotBegin() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    thorax(
            "train",
            "Chexpert_BCE_E1_B2_C0_N5_D64_1LR4_Adam",
            "--architecture",
            "DenseNet121",
            "--weights",
            "none",
            "--data",
            folder,
            "--upload",
            "--store",
            file)
        .failsSaying("Cannot list " + file);
  }
}
