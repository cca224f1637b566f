import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Copies a jar without code, and without what users cannot see: enough to compare with. */
public final class ApiJar {
  private static final int SEEN = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;

  private ApiJar() {}

  public static void main(String[] arguments) throws IOException {
    TreeMap<String, byte[]> classes = new TreeMap<>();
    try (JarFile jar = new JarFile(arguments[0])) {
      for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        if (entry.getName().endsWith(".class") && !entry.getName().endsWith("package-info.class")) {
          try (InputStream in = jar.getInputStream(entry)) {
            classes.put(entry.getName(), signatures(new ClassReader(in)));
          }
        }
      }
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(Path.of(arguments[1])))) {
      for (var file : classes.entrySet()) {
        JarEntry entry = new JarEntry(file.getKey());
        entry.setTime(1_767_225_600_000L); // The same classes give the same jar.
        out.putNextEntry(entry);
        out.write(file.getValue());
      }
    }
  }

  private static byte[] signatures(ClassReader reader) {
    ClassWriter writer = new ClassWriter(0);
    ClassVisitor seen =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String type, String signature, String[] exceptions) {
            return (access & SEEN) == 0
                ? null
                : super.visitMethod(access, name, type, signature, exceptions);
          }

          @Override
          public FieldVisitor visitField(
              int access, String name, String type, String signature, Object value) {
            return (access & SEEN) == 0
                ? null
                : super.visitField(access, name, type, signature, value);
          }
        };
    reader.accept(
        seen, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }
}
