package dev.portage.cli.demo;

import dev.portage.FlowModule;
import dev.portage.cli.demo.release1.Release1;
import dev.portage.cli.demo.release2.Release2;
import dev.portage.cli.demo.release2.Release2Migrations;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs the releases as an application would: classes, and a file that names the module. */
final class DemoJars {
  private DemoJars() {}

  /** Writes the three jars. */
  static void write(DemoFiles files) {
    try {
      Map<String, byte[]> first = classes(Release1.class);
      Map<String, byte[]> second = classes(Release2.class);
      write(files.jar("release-1"), Release1.class, first);
      write(files.jar("release-2-migrations"), Release2Migrations.class, second);
      second
          .keySet()
          .removeIf(name -> name.contains("/" + Release2Migrations.class.getSimpleName()));
      write(files.jar("release-2"), Release2.class, second);
    } catch (IOException | URISyntaxException e) {
      throw new DemoException("the jars of the demo cannot be written: " + e, e);
    }
  }

  private static void write(
      Path jar, Class<? extends FlowModule> module, Map<String, byte[]> classes)
      throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      byte[] name = (module.getName() + "\n").getBytes(StandardCharsets.UTF_8);
      add(zip, "META-INF/services/" + FlowModule.class.getName(), name);
      for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
        add(zip, entry.getKey(), entry.getValue());
      }
    }
  }

  private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  /** The class files of a package, from wherever this program was started. */
  private static Map<String, byte[]> classes(Class<?> member)
      throws IOException, URISyntaxException {
    String folder = member.getPackageName().replace('.', '/');
    URI source = member.getProtectionDomain().getCodeSource().getLocation().toURI();
    Path location = Path.of(source);
    if (Files.isDirectory(location)) {
      return read(location.resolve(folder), folder);
    }
    try (FileSystem jar = FileSystems.newFileSystem(location)) {
      return read(jar.getPath(folder), folder);
    }
  }

  private static Map<String, byte[]> read(Path folder, String name) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
    Map<String, byte[]> classes = new TreeMap<>();
    for (Path file : files) {
      classes.put(name + "/" + file.getFileName(), Files.readAllBytes(file));
    }
    return classes;
  }
}
