package dev.stayflow.hosts;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.stayflow.images.LambdaZip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * A function's archive, unpacked as Lambda does, run by the runtime interface client that Lambda
 * runs it by.
 */
final class LambdaProcess implements AutoCloseable {
  private static final Map<String, Path> UNPACKED = new ConcurrentHashMap<>();
  private static final int LIMIT_SECONDS = 60;

  private final RuntimeApi api;
  private final HostProcess process;

  private LambdaProcess(RuntimeApi api, HostProcess process) {
    this.api = api;
    this.process = process;
  }

  /**
   * Starts it; ready once it asks for an invocation, or a snapshot.
   *
   * @param handler the class that Lambda is to call
   */
  static LambdaProcess start(String function, String handler, Map<String, String> settings) {
    RuntimeApi api = RuntimeApi.start();
    var environment = new HashMap<>(settings);
    environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
    environment.put("AWS_LAMBDA_FUNCTION_NAME", "stayflow-" + function);
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
    environment.put("AWS_LAMBDA_LOG_FORMAT", "TEXT");
    Path task = UNPACKED.computeIfAbsent(function, LambdaProcess::unpack);
    environment.put("LAMBDA_TASK_ROOT", task.toString());
    environment.putIfAbsent("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    environment.putIfAbsent("FUNCTION", function);
    environment.putIfAbsent("FUNCTION_WIRING", Repository.FUNCTIONS.main(function));
    var process =
        HostProcess.start(
            "lambda-" + function,
            task,
            runtime(),
            environment,
            // As Lambda's own runtime is started, so that org.crac finds it.
            List.of(
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                AWSLambda.class.getName(),
                handler));
    return new LambdaProcess(api, process).started();
  }

  private LambdaProcess started() {
    await(CompletableFuture.anyOf(api.idle(), api.initError(), api.snapshotAsked()));
    return this;
  }

  RuntimeApi api() {
    return api;
  }

  long pid() {
    return process.pid();
  }

  String output() {
    return process.output();
  }

  /** Waits until the function is there; fails with its words when it is not. */
  void awaitIdle() {
    await(CompletableFuture.anyOf(api.idle(), api.initError()));
    if (api.initError().isDone()) {
      throw new AssertionError(api.initError().join() + process.output());
    }
  }

  private void await(CompletableFuture<?> signal) {
    try {
      signal.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (Exception never) {
      throw new AssertionError(process.output(), never);
    }
  }

  /** What {@code /var/runtime} holds on Lambda. */
  private static List<Path> runtime() {
    return Stream.of(
            AWSLambda.class, LambdaLogger.class, PojoSerializer.class, SdkInternalThreadLocal.class)
        .map(
            type -> {
              try {
                return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
              } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
              }
            })
        .toList();
  }

  private static Path unpack(String function) {
    Path archive = new LambdaZip(Repository.ROOT).write(function, Repository.WORK.resolve("zip"));
    Path task = Repository.WORK.resolve("task").resolve(function);
    try (var zip = new ZipInputStream(Files.newInputStream(archive))) {
      deleteFiles(task);
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = task.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
      return task;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteFiles(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (var old = Files.walk(directory)) {
        for (Path file : old.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public void close() {
    process.close();
    api.close();
  }
}
