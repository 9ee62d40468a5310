package dev.stayflow.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code make images}: stages, builds, tags and, if asked to, pushes the images. */
final class Images {
  private static final String TRAINER = "infra/images";

  /** Plain JVMs do for what runs once, and for what runs on no cluster. */
  private static final List<String> UNTRAINED = List.of("postgres-migrations", "local-stack");

  private final Path root;
  private final Settings settings;
  private final List<Image> all;
  private final Path target;

  private Images(Path root, Settings settings) {
    this.root = root;
    this.settings = settings;
    this.all = Image.of(root.resolve("local-stack.yml"));
    this.target = root.resolve("target/images").normalize();
  }

  /** Takes the repository's root; everything else comes from the environment. */
  public static void main(String[] arguments) throws IOException {
    try {
      new Images(Path.of(arguments[0]), Settings.of(System.getenv())).make();
    } catch (ImagesFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void make() throws IOException {
    var wanted = wanted();
    var engine = Engine.find(settings);
    var jdk = engine.need("JDK_IMAGE", settings.jdkImage(), settings.platform());
    var base = engine.need("BASE_IMAGE", settings.baseImage(), Optional.of(jdk.platform()));
    System.out.printf(
        "%s builds %s for %s on %s%n",
        engine.program(),
        wanted.size() == 1 ? wanted.getFirst().name() : wanted.size() + " images",
        base.platform(),
        settings.baseImage());
    var tags = stage(decisive(settings, jdk, base));
    tags.forEach(
        (image, tag) -> {
          if (wanted.contains(image)) {
            build(engine, base.platform(), image, tag);
          }
        });
    var built = new LinkedHashMap<String, String>();
    tags.forEach(
        (image, tag) -> {
          if (engine.has(local(image, tag))) {
            built.put(image.name(), tag);
          }
        });
    Files.writeString(
        target.resolve("kustomization.yaml"), Kustomization.of(settings.registry(), built));
    System.out.println(
        "target/images/kustomization.yaml names "
            + (built.size() == all.size() ? "them" : built.size() + " of " + all.size()));
  }

  private List<Image> wanted() {
    if (settings.only().isEmpty()) {
      return all;
    }
    var name = settings.only().get();
    var one = all.stream().filter(image -> image.name().equals(name)).toList();
    if (one.isEmpty()) {
      throw new ImagesFailure(
          "There is no image \"%s\"; there are %s.".formatted(name, Image.names(all)));
    }
    return one;
  }

  static boolean isTrained(Image image) {
    return !UNTRAINED.contains(image.name());
  }

  /** Stages all images, which is quick, and returns their tags. */
  private Map<Image, String> stage(List<String> decisive) throws IOException {
    Files.createDirectories(target);
    // builds take their time; what is edited meanwhile is for the next ones
    Files.copy(
        root.resolve(TRAINER).resolve("Dockerfile"),
        dockerfile(),
        StandardCopyOption.REPLACE_EXISTING);
    var jars =
        all.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    image -> Jars.of(root.resolve(image.module())),
                    (one, other) -> one,
                    LinkedHashMap::new));
    var common =
        Staging.common(
            jars.entrySet().stream()
                .filter(entry -> entry.getKey().isFunction())
                .map(Map.Entry::getValue)
                .toList());
    var images = List.of(settings.jdkImage(), settings.baseImage());
    var store = target.resolve("jars");
    Staging.delete(store);
    var staging = new Staging(store, common);
    var contentTag = new ContentTag();
    var tags = new LinkedHashMap<Image, String>();
    jars.forEach(
        (image, itsJars) -> {
          var training = isTrained(image) ? trainer() : List.<Path>of();
          var context = context(image);
          staging.stage(image, itsJars, training, images, context);
          tags.put(image, contentTag.of(context, dockerfile(), decisive));
        });
    return tags;
  }

  private Path context(Image image) {
    return target.resolve(image.name());
  }

  private Path dockerfile() {
    return target.resolve("Dockerfile");
  }

  /** What decides about the content beside the files. */
  static List<String> decisive(Settings settings, BaseImage jdk, BaseImage base) {
    return List.of(
        settings.jdkImage(), jdk.digest(), settings.baseImage(), base.digest(), base.platform());
  }

  private List<Path> trainer() {
    var jars = Jars.of(root.resolve(TRAINER));
    return Stream.concat(
            Stream.of(
                jars.own()
                    .resolveSibling(
                        jars.own().getFileName().toString().replace(".jar", "-training.jar"))),
            jars.others().stream())
        // builds run on Linux
        .filter(jar -> !jar.toString().contains("darwin"))
        .toList();
  }

  private void build(Engine engine, String platform, Image image, String tag) {
    long started = System.nanoTime();
    var local = local(image, tag);
    var there = engine.has(local);
    System.out.printf("  %-20s %s  ", image.name(), tag);
    System.out.flush();
    if (!there) {
      engine.build(
          platform,
          dockerfile(),
          context(image),
          List.of(
              "NAME=" + image.name(),
              "VERSION=" + tag,
              "JDK_IMAGE=" + settings.jdkImage(),
              "BASE_IMAGE=" + settings.baseImage()),
          local,
          target.resolve(image.name() + ".log"));
    }
    engine.tag(local, "stayflow/%s:dev".formatted(image.name()));
    for (var newTag : List.of(tag, "dev")) {
      engine.tag(local, "%s/%s:%s".formatted(Settings.NO_REGISTRY, image.name(), newTag));
    }
    var remote = "%s/%s:%s".formatted(settings.registry(), image.name(), tag);
    engine.tag(local, remote);
    if (settings.push()) {
      engine.push(remote);
    }
    var seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
    System.out.println(
        (there ? "is there already" : "built in " + seconds + " s")
            + (settings.push() ? ", pushed as " + remote : ""));
  }

  private static String local(Image image, String tag) {
    return "stayflow/%s:%s".formatted(image.name(), tag);
  }
}
